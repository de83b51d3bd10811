import { describe, expect, it } from 'vitest';
import { broken } from '../../../src/diagnostics/finding.ts';
import { type Health, healthOf } from '../../../src/diagnostics/health.ts';
import type { VerificationStep } from '../../../src/diagnostics/verify/steps.ts';
import { CliError, ExitCode, interruptedError, usageErrors } from '../../../src/errors/cli-error.ts';
import type { TargetReport } from '../../../src/fleet/report.ts';
import type { IntegrationState } from '../../../src/providers/integration.ts';
import { planApply } from '../../../src/providers/plan.ts';
import { junitFormat } from '../../../src/reporters/junit.ts';
import type { CommandResult, ResultOf } from '../../../src/reporters/result.ts';
import { withoutCommands } from '../../../src/ui/sanitize.ts';
import { createStyle } from '../../../src/ui/style.ts';
import { COMMANDS, commandsIn } from '../../support/ci-commands.ts';
import { outcomesIn, type ReportElement, readReport } from '../../support/junit-report.ts';
import { fc } from '../../support/property.ts';
import { desired, POLICY, withFields, without } from '../diagnostics/changed-tenants.ts';

const run = {
  about: [],
  command: 'status',
  redact: (text: string) => text.replaceAll('S&CRET', '***'),
  notes: [],
  forThisRun: (hint: string) => hint,
  columns: undefined,
  style: createStyle(true),
  verbose: false,
};

function healthWith(live: IntegrationState): Health {
  return healthOf(planApply(desired, live), live, desired.settings, { runs: [], deliveries: [] });
}

function statusOf(health: Health): ResultOf<'status'> {
  return { kind: 'status', exitCode: ExitCode.done, health };
}

const outcomesOf = (live: IntegrationState) =>
  outcomesIn(readReport(junitFormat.result(statusOf(healthWith(live)), run)));

describe('a report of status', () => {
  it('has a test case for each component of the chain', () => {
    expect(outcomesOf(withFields())).toEqual({
      Ticket: 'passed',
      Events: 'passed',
      Runbook: 'passed',
      Method: 'passed',
      'Alert source': 'passed',
      'Escalation policy': 'passed',
    });
  });

  it.each([
    ['is broken', withFields('runbook', { active: false }), 'Runbook', /^failure: The runbook ".*" is disabled/],
    ['is missing', without('method'), 'Method', /^failure: The method ".*" is missing/],
    ['differs from the settings', withFields('method', { responsetype: 1 }), 'Method', /^failure: /],
  ] as const)('has a failure where something %s', (_, live, name, outcome) => {
    expect(outcomesOf(live)[name]).toMatch(outcome);
  });

  it('has an error where something could not be checked, and skips what was left out', () => {
    const health = healthWith(withFields());
    const finding = {
      ...broken('runbook-unreadable', 'runbook', 'It could not be read.', 'Try again.'),
      severity: 'unknown',
    } as const;
    const chain = health.chain.map((link) => {
      if (link.component === 'runbook') return { ...link, state: 'unknown', findings: [finding] } as const;
      return link.component === 'ticket' ? ({ ...link, state: 'not-checked' } as const) : link;
    });
    expect(outcomesIn(readReport(junitFormat.result(statusOf({ ...health, chain }), run)))).toMatchObject({
      Ticket: 'skipped: HaloITSM was not checked.',
      Events: 'passed',
      Runbook: 'error: It could not be read.',
    });
  });

  it('says all that is wrong with a component, with what to do, and has the whole report for people', () => {
    const live = withFields('alert-source', { active: false, escalationPolicy: { ...POLICY, id: 12 } });
    const [suite] = readReport(
      junitFormat.result(statusOf(healthWith(live)), { ...run, notes: ['One.', 'Two.'] }),
    ).children;
    const source = suite?.children.find(({ attributes }) => attributes.name === 'Alert source');
    expect(source?.children[0]).toMatchObject({ name: 'failure', attributes: { type: 'alert-source-inactive' } });
    expect(source?.children[0]?.text.split('\n\n').length).toBeGreaterThan(1);
    expect(source?.children[0]?.text).toContain('\nRun: ilert-haloitsm apply');
    const [output, notes] = suite?.children.slice(-2) ?? [];
    expect(output).toMatchObject({
      name: 'system-out',
      text: expect.stringMatching(/^Ticket ─.*may not become alerts\.$/s),
    });
    expect(notes).toMatchObject({ name: 'system-err', text: 'One.\nTwo.' });
  });

  it('names its suite after the command and the target', () => {
    const suiteOf = (target?: string) =>
      readReport(junitFormat.result(statusOf(healthWith(withFields())), { ...run, target })).children[0];
    expect(suiteOf()?.attributes.name).toBe('ilert-haloitsm status');
    expect(suiteOf('acme')?.attributes.name).toBe('ilert-haloitsm status acme');
    expect(suiteOf('acme')?.children[0]?.attributes.classname).toBe('ilert-haloitsm.status.acme');
  });
});

describe('a report of verify', () => {
  const step = (what: string, more: Partial<VerificationStep> = {}): VerificationStep => ({
    what,
    ok: true,
    milliseconds: 1234,
    ...more,
  });
  const verified = (steps: readonly VerificationStep[], more: Partial<ResultOf<'verify'>> = {}) =>
    readReport(
      junitFormat.result(
        { kind: 'verify', exitCode: ExitCode.done, steps, tickets: [], tested: 'ilert', product: 'HaloITSM', ...more },
        { ...run, command: 'verify' },
      ),
    );
  const finding = broken('alert-not-created', 'alert', 'No alert was created.', 'Look at the alert source.');

  it('has a test case for each step, with its time and what it has shown; those not reached are skipped', () => {
    const steps = [
      step('Configuration is complete'),
      step('The test event will not join an open alert', { skipped: true, detail: 'not readable' }),
      step('Send a test event, as HaloITSM would', { detail: 'event 5' }),
      step('Alert created in ilert', { ok: false, milliseconds: 60_000 }),
    ];
    const report = verified(steps, { finding, exitCode: ExitCode.failed });
    expect(outcomesIn(report)).toEqual({
      'Configuration is complete': 'passed',
      'The test event will not join an open alert': 'skipped: not readable',
      'Send a test event, as HaloITSM would': 'passed',
      'Alert created in ilert': 'failure: No alert was created.',
      'Alert matches the ticket': 'skipped: Not reached.',
      'Send the closing event': 'skipped: Not reached.',
      'Alert resolved in ilert': 'skipped: Not reached.',
    });
    const [suite] = report.children;
    expect(suite?.attributes.time).toBe('63.702');
    expect(suite?.children[2]?.children).toMatchObject([{ name: 'system-out', text: 'event 5' }]);
    expect(suite?.children[3]?.children[0]?.text).toBe('No alert was created.\nLook at the alert source.');
  });

  it('has the failure also where it was found between two steps', () => {
    const report = verified([step('Configuration is complete')], { finding });
    expect(outcomesIn(report)).toMatchObject({ 'alert in ilert': 'failure: No alert was created.' });
  });
});

describe('a report of a run without a result', () => {
  it('has an error with every problem', () => {
    const error = usageErrors([{ message: 'S&CRET is wrong.', hint: 'Change it.' }, { message: 'So is this.' }]);
    const report = readReport(junitFormat.error(error, run));
    expect(outcomesIn(report)).toEqual({ Run: 'error: *** is wrong.' });
    const [ended] = report.children[0]?.children[0]?.children ?? [];
    expect(ended).toMatchObject({
      attributes: { type: 'input-invalid' },
      text: '*** is wrong.\nChange it.\n\nSo is this.',
    });
  });

  it('is skipped where the run was stopped, and has no command where the line can’t be read', () => {
    const report = readReport(junitFormat.error(interruptedError('Stopped.'), { ...run, command: undefined }));
    expect(outcomesIn(report)).toEqual({ Run: 'skipped: Stopped.' });
    expect(report.attributes.name).toBe('ilert-haloitsm');
  });
});

it('a report of several targets has a suite for each', () => {
  const error = new CliError({ code: 'api-unreachable', message: 'No answer.', exitCode: ExitCode.failed });
  const reports: TargetReport<CommandResult>[] = [
    { target: 'acme', outcome: 'done', result: statusOf(healthWith(withFields())), notes: ['Look.'] },
    { target: 'globex', outcome: 'failed', error, notes: [] },
    { target: 'initech', outcome: 'skipped', notes: [] },
    { target: 'umbrella', outcome: 'not-started', notes: [] },
  ];
  const report = readReport(
    junitFormat.result({ kind: 'fleet', exitCode: ExitCode.failed, canResume: false, reports }, run),
  );
  expect(
    report.children.map(({ attributes: { name, tests, errors, skipped } }) => [name, tests, errors, skipped]),
  ).toEqual([
    ['ilert-haloitsm status acme', '6', '0', '0'],
    ['ilert-haloitsm status globex', '1', '1', '0'],
    ['ilert-haloitsm status initech', '1', '0', '1'],
    ['ilert-haloitsm status umbrella', '1', '0', '1'],
  ]);
});

/** Anything but plain text that a ticket, a service or a file may contain. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...COMMANDS,
        ']]>',
        '<![CDATA[',
        '&amp;',
        '<!--',
        '"',
        "'",
        '\u0000',
        '\ud800',
        '\uffff',
        '\ufffe',
        '😀',
        '\t',
        '\r\n',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

it('is well-formed and says the same whatever the texts contain, and has no command to a CI system', () => {
  const health = healthWith(withFields('runbook', { active: false }));
  fc.assert(
    fc.property(hostile, hostile, hostile, (message, hint, name) => {
      const findings = health.findings.map((each) => ({ ...each, message, hint }));
      const chain = health.chain.map((link) => (link.findings.length > 0 ? { ...link, findings } : link));
      const xml = junitFormat.result(statusOf({ ...health, chain }), { ...run, target: name, notes: [hint] });
      expect(commandsIn(xml)).toEqual([]);
      expect(withoutCommands(xml)).toBe(xml);
      const report = readReport(xml);
      const read = report.children[0]?.children[2]?.children[0];
      expect(read?.attributes.message).toBe(asShown(message));
      expect(read?.text).toBe(asShown(`${message}\n${hint}`));
    }),
  );
});

it('has no other elements whatever the steps, errors and targets are called', () => {
  const namesOf = ({ name, children }: ReportElement): unknown[] => [name, ...children.map(namesOf)];
  const documentsOf = (word: string) => {
    const finding = broken('alert-not-created', 'alert', `No ${word}`, `Try ${word}`);
    const steps: VerificationStep[] = [
      { what: `First ${word}`, ok: true, milliseconds: 1, detail: `It is ${word}` },
      { what: `Second ${word}`, ok: true, skipped: true, milliseconds: 1, detail: `It is ${word}` },
      { what: `Third ${word}`, ok: false, milliseconds: 1 },
    ];
    const verified: ResultOf<'verify'> = {
      kind: 'verify',
      exitCode: ExitCode.failed,
      steps,
      tickets: [],
      tested: 'ilert',
      product: 'HaloITSM',
      finding,
    };
    const error = usageErrors([{ message: `It is ${word}`, hint: `Not ${word}` }, { message: `So is ${word}` }]);
    const reports: TargetReport<CommandResult>[] = [
      { target: `a ${word}`, outcome: 'failed', result: verified, notes: [`Look at ${word}`] },
      { target: `b ${word}`, outcome: 'failed', error, notes: [] },
    ];
    const named = { ...run, command: 'verify', target: `a ${word}`, notes: [`Note ${word}`] };
    return [
      junitFormat.result(verified, named),
      junitFormat.error(error, named),
      junitFormat.result({ kind: 'fleet', exitCode: ExitCode.failed, canResume: false, reports }, named),
    ];
  };
  const plain = documentsOf('word').map((xml) => namesOf(readReport(xml)));
  fc.assert(
    fc.property(hostile, (text) => {
      const documents = documentsOf(text);
      expect(documents.map((xml) => namesOf(readReport(xml)))).toEqual(plain);
      for (const xml of documents) {
        expect(commandsIn(xml)).toEqual([]);
        expect(xml).not.toMatch(/\p{Cs}/u);
        expect(readReport(xml).children[0]?.attributes.name).toMatch(/^ilert-haloitsm verify a /);
      }
    }),
  );
});

/** Replaces what XML can't contain. */
function asShown(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cs}\ufffe\uffff\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]|(?![\n\t])\p{Cc}/gu, '\ufffd');
}
