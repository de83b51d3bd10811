import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Data } from '../../../src/reporters/schemas/types.ts';
import { pollClock } from '../../support/alert-polls.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, configurationOf, runAt, storedIn, writesIn } from '../../support/tenants.ts';
import { type BrokenComponent, HEALTHY } from './broken-component.ts';
import { brokenComponents } from './broken-components.ts';

type Told = Partial<Pick<Data['status'], 'findings'>>;

/** Creates a provisioned sandbox whose chain is broken, and the program for it. */
async function broken({ breakIt, flags = [], payload }: BrokenComponent) {
  const sandbox = await sandboxOfTest();
  const cwd = temporaryFolder();
  if (payload !== undefined) writeFileSync(join(cwd, 'payload.json'), payload);
  const all = [...flags, ...(payload === undefined ? [] : ['--payload', join(cwd, 'payload.json')])];
  await applied(sandbox, ...all);
  const writes = writesIn(sandbox).length;
  breakIt(storedIn(sandbox), sandbox);
  const run = (...argv: string[]) => runAt(sandbox, [...argv, ...all], { cwd, now: pollClock(sandbox) });
  const told = async (...argv: string[]) => {
    const { exitCode, stdout } = await run(...argv, '--json');
    return { exitCode, ...(JSON.parse(stdout) as Told) };
  };
  return { sandbox, run, told, writesSince: () => writesIn(sandbox).length - writes };
}

const verifyOf = ({ seen }: BrokenComponent) => ['verify', '--yes', ...(seen === 'direct' ? [] : ['--through-halo'])];
const errorOf = ({ retried, sendsNothing }: BrokenComponent) => {
  if (sendsNothing) return /Error: Nothing was sent: /;
  return retried ? /Error: The result is not known yet\./ : /Error: Failed at: /;
};
const table = brokenComponents.map((each) => [`${each.how} (${each.component})`, each] as const);

describe('verify names the broken component, and what to do', () => {
  it.each(table)('%s', async (_, row) => {
    const { told, run, sandbox } = await broken(row);
    const { exitCode, findings } = await told(...verifyOf(row));
    const code = row.retried ? 'retry-pending' : row.code;
    const message = expect.stringMatching(row.says);
    const hint = expect.stringMatching(row.todo);
    expect(findings).toMatchObject([{ code, component: row.component, message, hint }]);
    expect(exitCode).toBe(1);
    // The same in words, with nothing left behind.
    const { stderr } = await run(...verifyOf(row));
    expect(stderr).toMatch(errorOf(row));
    expect(sandbox.halo.state.tickets).toEqual([]);
    expect(
      sandbox.ilert.state.alerts.filter(
        ({ status, summary }) => status !== 'RESOLVED' && /Test alert from/.test(summary),
      ),
    ).toEqual([]);
  });
});

describe('status reports it as soon as it can be seen', () => {
  it.each(table)('%s', async (_, row) => {
    const { told, writesSince } = await broken(row);
    const standing = await told('status');
    expect([standing.exitCode, standing.findings]).toEqual([row.status, expect.anything()]);
    expect(standing.findings?.some(({ severity }) => severity === 'broken')).toBe(row.status === 1);
    if (row.status === 1)
      expect(standing.findings).toContainEqual(expect.objectContaining({ component: row.component, code: row.code }));
    if (row.status === HEALTHY) expect(standing.findings).toEqual([]);
    expect(writesSince()).toBe(0);

    await told(...verifyOf(row));
    const after = await told('status');
    expect([after.exitCode, after.findings?.map(({ component }) => component)]).toEqual([
      row.statusAfter,
      expect.anything(),
    ]);
    if (row.statusAfter !== HEALTHY && row.status === HEALTHY)
      expect(after.findings?.map(({ component }) => component)).toEqual([row.component]);
  });
});

describe('apply fixes our resources, and the whole chain works again', () => {
  it.each(table.filter(([, { fixed }]) => fixed))('%s', async (_, row) => {
    const { run, told } = await broken(row);
    expect((await told('status')).findings?.some(({ fixableByApply }) => fixableByApply)).toBe(true);
    expect((await run('apply')).exitCode).toBe(0);
    const proof = await run('verify', '--yes', '--through-halo');
    expect([proof.exitCode, proof.stderr]).toEqual([0, expect.not.stringContaining('Error')]);
    expect(await told('status')).toMatchObject({ exitCode: 0, findings: [] });
  });
});

describe('apply leaves the rest alone, and does not report it as healthy', () => {
  it.each(table.filter(([, { fixed }]) => !fixed))('%s', async (_, row) => {
    const { run, sandbox, writesSince } = await broken(row);
    const before = structuredClone(configurationOf(sandbox));
    const { exitCode, stdout } = await run('apply');
    expect(exitCode).toBe(0);
    expect(writesSince()).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
    if (row.status !== HEALTHY) {
      expect(stdout).toMatch(row.says);
      expect(stdout).not.toContain('Everything is up to date');
    }
  });
});

it('has a case for every component of the chain that a tenant can break', () => {
  const components = new Set(brokenComponents.map(({ component }) => component));
  expect([...components].sort()).toEqual(
    [
      'alert',
      'alert-source',
      'custom-integration',
      'delivery',
      'escalation-policy',
      'filter',
      'method',
      'new-ticket-event',
      'payload',
      'runbook',
      'status-changed-event',
      'steps',
    ].sort(),
  );
});
