import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';
import { printedCommand } from './printed-command.ts';
import { completeWizard, defaultAnswers, questionOf, runWizard, without } from './run-wizard.ts';
import { BACK, CTRL_C, ENTER, type Script } from './scripted-prompter.ts';

const FILE = 'ilert-haloitsm.yaml';

describe('the last page', () => {
  it('is as wide as the terminal of standard output, whatever that of standard error is', async () => {
    const sandbox = await sandboxOfTest();
    let stdout = '';
    const terminal = { isTTY: true, columns: 60, write: (text: string) => (stdout += text) };
    await completeWizard(sandbox, defaultAnswers(sandbox), { stdout: terminal });
    const page = stdout.slice(stdout.indexOf('Where to find it')).split('\n');
    const prose = page.slice(page.indexOf('Credentials') + 1);
    expect(prose.length).toBeGreaterThan(3);
    for (const line of prose) expect(line.length, line).toBeLessThanOrEqual(60);
  });
});

describe('the settings file that the wizard saves', () => {
  const answers: [string, Script][] = [
    ['the defaults', {}],
    [
      'a filter, a grouping and the whole ticket',
      {
        grouping: 'Time-based',
        'grouping-window': ENTER,
        payload: 'Full payload',
        tickets: 'Only matching',
        'halo.onlyTicketType': ['Incident'],
        'halo.onlyPriority': ['High', 'Critical'],
        'halo.onlyTeam': ENTER,
      },
    ],
    [
      'a new escalation policy',
      {
        policy: '+ Create a new',
        'policy-name': 'Desk: "night" & day #1',
        'policy-responders': ['Ada Admin', 'On-call (schedule)'],
        'policy-timeout': ENTER,
      },
    ],
  ];
  it.each(answers)('holds no secret, and gives a plan without changes: %s', async (_, more) => {
    const sandbox = await sandboxOfTest();
    const script = { ...defaultAnswers(sandbox), ...more, 'save-settings': ENTER };
    const { cwd, stdout } = await completeWizard(sandbox, script);
    const text = readFileSync(join(cwd, FILE), 'utf8');
    for (const secret of [sandbox.ilert.token, sandbox.halo.clientSecret]) expect(text).not.toContain(secret);
    expect(text).toMatch(/apiToken: env:ILERT_API_TOKEN[\s\S]*clientSecret: env:HALO_CLIENT_SECRET/);
    // An editor would report a missing schema.
    expect(text).not.toContain('$schema=');
    // A person's machine keeps nothing else: only what is in the file counts.
    const { ILERT_API_TOKEN, HALO_CLIENT_SECRET, ILERT_ENDPOINT } = pointedAt(sandbox);
    const env = { ILERT_API_TOKEN, HALO_CLIENT_SECRET, ILERT_ENDPOINT };
    const plan = await run(['plan', '--exit-code'], { env, cwd, configDir: temporaryFolder() });
    expect([plan.exitCode, plan.stderr]).toEqual([0, `Note: Using the settings in ${FILE}.\n`]);
    // It is found without an option.
    expect(stdout).not.toContain('--config');
    expect(text).not.toContain('--config');
  });

  it('names its schema where that is there', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'ilert-haloitsm.schema.json'), '{}');
    await completeWizard(sandbox, { ...defaultAnswers(sandbox), 'save-settings': ENTER }, { cwd });
    expect(readFileSync(join(cwd, FILE), 'utf8')).toMatch(/^# yaml-language-server: \$schema=/);
  });

  it('has priorities by name, or by number where another has the same name', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.priorities.push({ id: 9, name: 'High' });
    const { cwd } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      tickets: 'Only matching',
      'halo.onlyTicketType': ENTER,
      'halo.onlyPriority': ['Critical', 'High (ID 9)'],
      'halo.onlyTeam': ENTER,
      'save-settings': ENTER,
    });
    const text = readFileSync(join(cwd, FILE), 'utf8');
    expect(text).toMatch(/# 9 is High\n {2}onlyPriority:\n {4}- Critical\n {4}- "9"/);
  });

  it('is not replaced by Enter alone, since somebody may have edited it', async () => {
    const sandbox = await sandboxOfTest();
    const script = { ...defaultAnswers(sandbox), 'save-settings': ENTER };
    const { cwd } = await completeWizard(sandbox, script);
    writeFileSync(join(cwd, FILE), `${readFileSync(join(cwd, FILE), 'utf8')}# mine\n`);
    await completeWizard(sandbox, without(script, 'confirm'), { cwd });
    expect(readFileSync(join(cwd, FILE), 'utf8')).toContain('# mine');
    expect(statSync(join(cwd, 'ilert-haloitsm-2.yaml')).isFile()).toBe(true);
  });

  it('has the path of a payload file that is found from there', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'mine.json'), '{ "id": <<ticket^id>>, "s": <<ticket^summary>>, "t": <<ticket^status>> }');
    const payload: Script = { payload: 'Custom payload file', 'payload-file': 'mine.json', 'save-settings': ENTER };
    await completeWizard(sandbox, { ...defaultAnswers(sandbox), ...payload }, { cwd });
    const plan = await run(['plan', '--exit-code', '--config', join(cwd, FILE)], {
      env: { ...pointedAt(sandbox), ILERT_ESCALATION_POLICY: undefined },
    });
    expect([plan.exitCode, plan.stderr]).toEqual([0, expect.not.stringContaining('Error')]);
  });

  it('never replaces a file of somebody else: another name is offered', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, FILE), 'halo:\n  url: https://other.haloitsm.com\n');
    const script = { ...defaultAnswers(sandbox), 'save-settings': ENTER };
    const wizard = await completeWizard(sandbox, script, { cwd });
    expect(questionOf(wizard, 'save-settings').message).toContain('ilert-haloitsm-2.yaml');
    expect(readFileSync(join(cwd, FILE), 'utf8')).toContain('other.haloitsm.com');
    expect(statSync(join(cwd, 'ilert-haloitsm-2.yaml')).isFile()).toBe(true);
  });

  it('can be replaced by a later run, and is left alone if nothing has changed', async () => {
    const sandbox = await sandboxOfTest();
    const script = { ...defaultAnswers(sandbox), 'save-settings': ENTER };
    const { cwd } = await completeWizard(sandbox, script);
    const same = await completeWizard(sandbox, without(script, 'confirm', 'save-settings'), { cwd });
    expect(same.asked.map(({ id }) => id)).not.toContain('save-settings');
    await completeWizard(sandbox, { ...script, payload: 'Full payload', 'save-settings': 'Replace' }, { cwd });
    expect(readFileSync(join(cwd, FILE), 'utf8')).toContain('payload: full');
  });

  it.each([
    ['Esc', BACK],
    ['Ctrl-C', CTRL_C],
    ['Do not save', 'Do not save'],
  ])('is not written with %s, and the run has succeeded all the same', async (_, answer) => {
    const sandbox = await sandboxOfTest();
    const { cwd, stdout } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), 'save-settings': answer });
    expect(() => statSync(join(cwd, FILE))).toThrow();
    expect(stdout).toMatch(/Done: 6 created[\s\S]*Where to find it/);
  });
});

describe('the test alert', () => {
  it('is offered with whom it notifies, and not sent by default', async () => {
    const sandbox = await sandboxOfTest();
    const wizard = await completeWizard(sandbox, { ...defaultAnswers(sandbox), 'test-alert': ENTER });
    expect(questionOf(wizard, 'test-alert').message).toContain('It notifies Ada Admin (escalation policy Default)');
    expect(sandbox.ilert.state.alerts).toEqual([]);
  });

  it('is sent, checked and resolved, without asking again for anything', async () => {
    const sandbox = await sandboxOfTest();
    const { stdout } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), 'test-alert': 'Send' });
    expect(sandbox.ilert.state.alerts.map(({ status }) => status)).toEqual(['RESOLVED']);
    expect(stdout).toMatch(/Done: 6 created[\s\S]*resolve[\s\S]*Where to find it/);
  });

  it('that fails is reported, and the rest of the wizard goes on', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ method, path }) =>
      method === 'POST' && path.startsWith('/api/v1/events/') ? { kind: 'respond', status: 404, body: {} } : undefined;
    const script = { ...defaultAnswers(sandbox), 'test-alert': 'Send', 'save-settings': ENTER };
    const wizard = await runWizard(sandbox, script);
    expect(wizard.stderr).toContain('Error: ');
    expect(wizard.stdout).toContain('Where to find it');
    expect(wizard.exitCode).toBe(0);
  });
});

// Windows has no POSIX shell to read the line.
it.skipIf(onWindows)('the printed command with the saved file needs the secrets alone', async () => {
  const sandbox = await sandboxOfTest();
  const { cwd, stdout } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), 'save-settings': ENTER });
  const argv = printedCommand(stdout, 'apply');
  expect(argv).toEqual(['apply']);
  const { ILERT_API_TOKEN, HALO_CLIENT_SECRET } = pointedAt(sandbox);
  const again = await run(argv, {
    cwd,
    env: { ILERT_API_TOKEN, HALO_CLIENT_SECRET, ILERT_ENDPOINT: sandbox.ilert.url },
  });
  expect([again.exitCode, again.stderr]).toEqual([0, `Note: Using the settings in ${FILE}.\n`]);
});
