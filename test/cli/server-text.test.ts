import { expect, test } from 'vitest';
import { pointedAt, type RunResult, run } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';

/** Clears the screen, sets the title, hides a link, rings the bell, reverses the reading direction, forges a line. */
const HOSTILE =
  'a\u001b[2Jb\u001b]0;title\u0007c\u001b]8;;http://x\u001b\\d\u009b31me\u202ef\u2066g\u200fh\u2028i\u0085j\u007fk\rl';
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

function expectNothingRaw({ stdout, stderr }: RunResult): void {
  expect(JSON.stringify(stdout)).not.toMatch(/^$/);
  expect(RAW.exec(stdout)).toBeNull();
  expect(RAW.exec(stderr)).toBeNull();
}

const asFlags = [[], ['--json'], ['--verbose']];

test.each([400, 401, 403, 500])('the words of a %i answer never steer the terminal', async (status) => {
  for (const flags of asFlags) {
    for (const body of [{ message: `${HOSTILE}\nError: forged` }, `${HOSTILE}\r\nError: forged`]) {
      const sandbox = await sandboxOfTest();
      sandbox.intercept = ({ path }) =>
        path === '/api/alert-sources' || path === '/api/Webhook'
          ? { kind: 'respond', status, body: JSON.stringify(body) }
          : undefined;
      const ran = await run(['apply', ...flags], { env: pointedAt(sandbox) });
      expect(ran.exitCode).not.toBe(0);
      expectNothingRaw(ran);
      expect(ran.stderr).not.toMatch(/^Error: forged/m);
    }
  }
});

test('the message of a refused sign-in cannot control the terminal', async () => {
  const sandbox = await sandboxOfTest();
  sandbox.intercept = ({ path }) =>
    path === '/auth/token' ? { kind: 'respond', status: 400, body: { error_description: HOSTILE } } : undefined;
  const ran = await run(['plan'], { env: pointedAt(sandbox) });
  expect(ran.exitCode).toBe(3);
  expectNothingRaw(ran);
});

test('a name with control characters in the settings is refused, and cannot control the terminal', async () => {
  const named = ['--name', HOSTILE, '--runbook-name', HOSTILE];
  for (const argv of [['plan'], ['plan', '--json'], ['apply', '--dry-run'], ['apply', '--json']]) {
    const sandbox = await sandboxOfTest();
    const ran = await run([...argv, ...named], { env: pointedAt(sandbox) });
    expect(ran.exitCode).toBe(2);
    expectNothingRaw(ran);
    expect(sandbox.requests).toEqual([]);
  }
});

test('names of other rows cannot control the terminal', async () => {
  const sandbox = await sandboxOfTest();
  const env = pointedAt(sandbox);
  await run(['apply'], { env });
  const { ilert, halo } = sandbox;
  ilert.state.addTeam(`Ops${HOSTILE.slice(0, 12)}`);
  const ours = halo.state.integrations.find(({ name }) => name === 'ilert integration');
  if (ours) halo.state.addMethod(ours, HOSTILE);
  for (const flags of asFlags) {
    const unknown = await run(['plan', '--team', 'Ops', ...flags], { env });
    expect(unknown.exitCode).toBe(2);
    expectNothingRaw(unknown);
    const kept = await run(['destroy', ...flags], { env });
    expect(kept.stderr).toContain('another method');
    expectNothingRaw(kept);
  }
});

/** Creates a tenant with our integration, and someone else's method in it. */
async function withMethodOfOthers(name: string) {
  const sandbox = await sandboxOfTest();
  const env = pointedAt(sandbox, { TERM: 'xterm' });
  await run(['apply'], { env });
  const ours = sandbox.halo.state.integrations.find((each) => each.name === 'ilert integration');
  if (ours) sandbox.halo.state.addMethod(ours, name);
  return env;
}

test('a colour in a name does not reach a terminal that has colours', async () => {
  const env = await withMethodOfOthers('x\u001b[5my');
  let stderr = '';
  await run(['destroy'], { env, stderr: { isTTY: true, write: (text) => (stderr += text) } });
  expect(stderr).toContain('\u001b[31m');
  expect(stderr).toContain('[5my');
  expect(stderr).not.toContain('\u001b[5m');
});

test('JSON keeps such a text as it is, escaped', async () => {
  const sandbox = await sandboxOfTest();
  const env = pointedAt(sandbox);
  await run(['apply'], { env });
  for (const method of sandbox.halo.state.methods) method.requestbody = HOSTILE;
  const { stdout } = await run(['plan', '--json'], { env });
  const { changes } = JSON.parse(stdout) as { changes: { fields: { before: unknown }[] }[] };
  expect(changes.flatMap(({ fields }) => fields.map(({ before }) => before))).toContain(HOSTILE);
});
