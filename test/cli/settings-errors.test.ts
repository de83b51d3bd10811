import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';

/** Runs `apply` on a small account with one mistake; nothing may be written. */
async function applyWith(argv: readonly string[], env: Record<string, string> = {}, cwd = temporaryFolder()) {
  const sandbox = await sandboxOfTest();
  const ran = await run(['apply', ...argv], { env: pointedAt(sandbox, env), cwd });
  expect(sandbox.writes()).toBe(0);
  expect(ran.stdout).toBe('');
  return { ...ran, sandbox };
}

test('an unknown team ends with 2 and names similar ones and the origin of the value', async () => {
  const { exitCode, stderr } = await applyWith(['--team', 'Operation']);
  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    'Error: ilert has no team "Operation" (--team).\n  Did you mean "Operations"? Also available: "Service Desk".\n',
  );
});

test('an unknown escalation policy ends with 2 and names similar ones and the origin of the value', async () => {
  const { exitCode, stderr } = await applyWith([], { ILERT_ESCALATION_POLICY: 'Critical incident' });
  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    'Error: ilert has no escalation policy "Critical incident" (ILERT_ESCALATION_POLICY).\n  Did you mean "Critical incidents"? Also available: "Default", "Nobody".\n',
  );
});

test('all unknown names are reported at once', async () => {
  const { exitCode, stderr } = await applyWith(['--team', 'Operation', '--support-hours', 'Office'], {
    ILERT_ESCALATION_POLICY: 'Defult',
    ILERT_PRIORITY: 'high-during-support-hours',
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('ilert has no team "Operation"');
  expect(stderr).toContain('ilert has no escalation policy "Defult"');
  expect(stderr).toContain('ilert has no support hours "Office"');
});

test('two teams of the same name end with 2 and their ids, and one of the ids is accepted', async () => {
  const sandbox = await sandboxOfTest();
  const first = sandbox.ilert.state.addTeam('Twins');
  const second = sandbox.ilert.state.addTeam('Twins');
  const env = pointedAt(sandbox);
  const { exitCode, stderr } = await run(['apply', '--team', 'Twins'], { env });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('2 teams are named "Twins" (--team).');
  expect(stderr).toContain(`${first.id}, ${second.id}`);
  expect(sandbox.writes()).toBe(0);

  expect((await run(['apply', '--team', String(second.id)], { env })).exitCode).toBe(0);
  expect(sandbox.ilert.state.alertSources.at(-1)?.teamIds).toEqual([second.id]);
});

test("a grouping window that is not one of ilert's ends with 2 and the list", async () => {
  const { exitCode, stderr, sandbox } = await applyWith(['--grouping', 'window', '--grouping-window', '7m']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--grouping-window is "7m": it must be one of 2m, 5m, 15m, 30m, 1h, 2h, 4h, 8h, 12h, 24h.');
  expect(sandbox.requests).toEqual([]);
});

test('a payload that is not JSON ends with 2, line and column', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'mine.json'), '{\n  "summary": <<ticket^summary>>\n  "id": <<ticket^id>>\n}\n');
  const { exitCode, stderr, sandbox } = await applyWith(['--payload', 'mine.json'], {}, cwd);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('Payload mine.json, line 3 column 3: this is not JSON');
  expect(sandbox.requests).toEqual([]);
});

test('a payload with a variable that Halo does not have ends with 2, line, column and a similar one', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'mine.json'), '{\n  "id": <<ticket^id>>,\n  "summary": <<ticket^sumary>>\n}\n');
  const { exitCode, stderr } = await applyWith([], { HALO_PAYLOAD: 'mine.json' }, cwd);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('Payload mine.json, line 3 column 14: Halo has no variable <<ticket^sumary>>.');
  expect(stderr).toContain('"ticket^summary"');
  expect(stderr).toContain("--allow-variable 'ticket^sumary'");
});

test.each([
  ['without its scheme', (url: string) => url.replace('http://', 'https://'), false],
  ['of the API', (url: string) => `${url}/api`, true],
  ['of a page', (url: string) => `${url}/ticket?id=2001&showmenu=true`, true],
  ['with a slash at its end', (url: string) => `${url}/`, true],
])('the address of HaloITSM, %s, is corrected with a note', async (_, typed, works) => {
  const sandbox = await sandboxOfTest();
  const address = works ? typed(sandbox.halo.url) : typed(sandbox.halo.url).replace('https://', '');
  const ran = await run(works ? ['plan'] : ['plan', '--offline'], { env: pointedAt(sandbox, { HALO_URL: address }) });
  expect(ran.exitCode).toBe(0);
  expect(ran.stderr).toContain(
    `Note: HALO_URL: "${address}" was interpreted as ${typed(sandbox.halo.url).replace(/\/(api|ticket.*)?$/, '')}.`,
  );
});

test('plain http to HaloITSM is refused, since it would send the secret unencrypted', async () => {
  const { exitCode, stderr, sandbox } = await applyWith(['--halo-url', 'http://acme.haloitsm.com']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    '--halo-url is "http://acme.haloitsm.com": it uses http, which would send the secret unencrypted: use https.',
  );
  expect(sandbox.requests).toEqual([]);
});

test('a password in an address is refused and not repeated', async () => {
  for (const address of ['https://admin:hunter2x@acme.haloitsm.com', 'admin:hunter2x@acme.haloitsm.com']) {
    const { exitCode, stderr } = await applyWith([], { HALO_URL: address });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('HALO_URL');
    expect(stderr).toContain('contains a user name or password');
    expect(stderr).not.toContain('hunter2x');
  }
});

test('problems of several sources are reported at once, each with its origin', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'settings.yaml'), 'alertSource:\n  severity: 9\n  grouping: windy\nhalo:\n  urll: x\n');
  const { exitCode, stderr } = await applyWith(
    ['--config', 'settings.yaml', '--auto-resolve', '7h'],
    { ILERT_PRIORITY: 'urgent', HALO_PAYLOAD: 'nowhere.json', ILERT_ESCALATION_POLICY: '' },
    cwd,
  );
  expect(exitCode).toBe(2);
  expect(stderr).toContain('settings.yaml, line 5: unknown setting "halo.urll".');
  expect(stderr).toContain('alertSource.severity in settings.yaml, line 2 is 9');
  expect(stderr).toContain('alertSource.grouping in settings.yaml, line 3 is "windy"');
  expect(stderr).toContain('--auto-resolve is "7h"');
  expect(stderr).toContain('ILERT_PRIORITY is "urgent"');
  expect(stderr).toContain('The payload file nowhere.json (from HALO_PAYLOAD) ');
  expect(stderr).toContain('Set --escalation-policy, ILERT_ESCALATION_POLICY, or');
});

test('several teams in one flag are refused with how to write them', async () => {
  const { exitCode, stderr } = await applyWith(['--team', 'Operations,Service Desk']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("Use the flag once for each value: --team Operations --team 'Service Desk'.");
});
