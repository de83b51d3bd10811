import { stripVTControlCharacters as plain } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/cli.ts';
import { fleetOfTest } from '../support/fleet.ts';
import { terminal } from './terminal.ts';

const writes = (fleet: Awaited<ReturnType<typeof fleetOfTest>>) =>
  fleet.sandboxes.reduce((sum, sandbox) => sum + sandbox.writes(), 0);

test('on a terminal, apply for several targets shows the plan of each and asks once; answering no changes nothing', async () => {
  const fleet = await fleetOfTest(3);
  const person = terminal();
  person.answer('Apply these changes to 3 targets?', 'n');
  expect((await fleet.run(['apply', '--all'], person.host)).exitCode).toBe(130);
  expect(plain(person.shown())).toMatch(
    /3 targets:\s+customer-1, customer-2, customer-3\s+As for customer-1 \(http:[^)]*\); the others/,
  );
  expect(plain(person.shown())).toMatch(/3 targets: 6 to create/);
  expect(plain(person.shown())).toContain('+ alert source "HaloITSM customer-1"');
  expect(writes(fleet)).toBe(0);
});

test('after yes all targets are set up without another question', async () => {
  const fleet = await fleetOfTest(3);
  const person = terminal();
  person.answer('Apply these changes to 3 targets?', 'y');
  const { exitCode, stdout } = await fleet.run(['apply', '--all'], person.host);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^3 targets: 3 changed; 18 created\.$/m);
});

test('destroy and verify for several targets ask as well', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  const before = writes(fleet);
  for (const [command, question] of [
    ['destroy', 'Type 2 to remove all of the above from 2 targets'],
    ['verify', 'This creates a real alert for each of 2 targets'],
  ] as const) {
    const person = terminal();
    person.answer(question, 'n');
    expect((await fleet.run([command, '--all'], person.host)).exitCode).toBe(130);
    if (command === 'verify')
      expect(plain(person.shown()).replace(/\s+/g, ' ')).toContain(
        'may page people (escalation policy: Default). Continue?',
      );
    if (command === 'destroy')
      expect(plain(person.shown())).toMatch(
        /2 targets:\s+customer-1, customer-2\s+As for customer-1 [^.]*\S+\s[^.]*\.\s+ilert\s+- alert source "HaloITSM customer-1"/,
      );
  }
  expect(writes(fleet)).toBe(before);
});

test('nothing is asked when all targets are up to date', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  const person = terminal();
  expect((await fleet.run(['apply', '--all'], person.host)).exitCode).toBe(0);
  expect(person.shown()).not.toContain('?');
});

test('after a no, an unfinished run can still be resumed', async () => {
  const fleet = await fleetOfTest(2);
  const [, second] = fleet.sandboxes;
  if (second) second.intercept = () => ({ kind: 'respond', status: 400, body: {} });
  await fleet.run(['apply', '--all']);
  if (second) second.intercept = undefined;
  const person = terminal();
  person.answer('Apply these changes to 1 target?', 'n');
  expect((await fleet.run(['apply', '--all'], person.host)).exitCode).toBe(130);
  expect((await fleet.run(['apply', '--all', '--resume'])).stdout).toMatch(/^1 target: skipped, .* customer-1$/m);
});

test.each([1, 2])(
  'destroy says on a terminal as well which alert sources it keeps, and why: %s of 2 targets',
  async (count) => {
    const fleet = await fleetOfTest(2);
    const kept = fleet.names.slice(0, count);
    await fleet.run(['apply', '--only', 'ilert', '--all']);
    const { alertSources: sources } = fleet.sandboxes[0]?.ilert.state ?? { alertSources: [] };
    const named = kept.flatMap((name) => sources.filter((source) => source.name === `HaloITSM ${name}`));
    for (const source of named) fleet.sandboxes[0]?.ilert.state.addAlert(source, { summary: 'A ticket' });
    const person = terminal();
    if (count < 2) person.answer('Remove all of the above from 1 target?', 'y');
    // Another machine, which remembers nothing.
    const { exitCode, stdout } = await fleet.run(['destroy', '--all'], {
      ...person.host,
      configDir: temporaryFolder(),
    });
    const words = plain(stdout).replace(/\s+/g, ' ');
    expect([exitCode, words]).toEqual([
      1,
      expect.stringContaining(`: ${count === 2 ? '' : '1 changed, '}${count} failed`),
    ]);
    expect(words).toContain(`destroy --config fleet.yaml --target customer-1 --adopt alert-source:${named[0]?.id}`);
    const shown = plain(person.shown()).replace(/\s+/g, ' ');
    expect(shown).toMatch(
      /= alert source "HaloITSM customer-1" \(kept: it has alerts, and another HaloITSM may post to it\)/,
    );
    expect(shown).not.toContain('no changes');
    expect(shown).not.toContain('without changes');
    expect(sources.map(({ name }) => name)).toEqual(['Monitoring', ...kept.map((name) => `HaloITSM ${name}`)]);
  },
);

test('only what was shown is done: a target that has changed since, or had nothing to do, is left as it is', async () => {
  const fleet = await fleetOfTest(3);
  await fleet.run(['apply', '--target', 'customer-1']);
  await fleet.run(['apply', '--target', 'customer-2']);
  const person = terminal();
  person.answer('Type 2 to remove all of the above from 2 targets', '2');
  const [first, second, third] = fleet.sandboxes;
  let isShown = false;
  if (!first || !second || !third) throw new TypeError();
  const before = third.halo.state.webhooks.length;
  // Between the question and its answer, the events of one target change.
  const prompting = person.host.stderr.write.bind(person.host.stderr);
  person.host.stderr.write = ((text: string) => {
    if (!isShown && text.includes('Type 2 to remove all of the above')) {
      isShown = true;
      const runbook = second.halo.state.webhooks.find(({ name }) => name === 'ilert runbook');
      for (const row of second.halo.state.bindings) if (row.webhook_id === runbook?.id) row.id += 7_000;
    }
    return prompting(text);
  }) as typeof person.host.stderr.write;
  const { exitCode, stdout } = await fleet.run(['destroy', '--all'], person.host);
  expect(isShown).toBe(true);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^1 target: 6 removed +customer-1$/m);
  expect(stdout).toMatch(/^1 target failed +customer-2\n {4}The plan has changed since you approved it/m);
  expect(stdout).toMatch(/^1 target: no changes +customer-3$/m);
  expect(third.halo.state.webhooks.length).toBe(before);
});

test('a policy that all plans create, and the first target creates, is not an unapproved change', async () => {
  const fleet = await fleetOfTest(3);
  const [first] = fleet.sandboxes;
  const user = first?.ilert.state.users[0];
  if (user) user.email = 'ada@example.com';
  const more = '    alertSource: { escalationPolicy: "On call", policyResponders: ["ada@example.com"] }';
  fleet.write(Object.fromEntries(fleet.names.map((name) => [name, more])));
  const person = terminal();
  person.answer('Apply these changes to 3 targets?', 'y');
  const { exitCode, stdout } = await fleet.run(['apply', '--all'], person.host);
  expect(exitCode, stdout).toBe(0);
  expect(first?.ilert.state.policies.filter(({ name }) => name === 'On call')).toHaveLength(1);
});

test('a saved plan for several targets is shown and carried out without a question', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['plan', '--all', '--out', 'plan.json']);
  const person = terminal();
  const { exitCode, stdout } = await fleet.run(['apply', '--plan', 'plan.json'], person.host);
  expect(exitCode).toBe(0);
  expect(plain(person.shown())).toMatch(/2 targets:\s+customer-1, customer-2\s+As for customer-1 /);
  expect(person.shown()).not.toContain('?');
  expect(stdout).toMatch(/^2 targets: 2 changed; 12 created\.$/m);
});
