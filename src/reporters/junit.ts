import type { ChainLink } from '../diagnostics/chain.ts';
import { componentTitle, type Finding } from '../diagnostics/finding.ts';
import type { Health } from '../diagnostics/health.ts';
import { stepsOf } from '../diagnostics/verify/step-names.ts';
import type { VerificationStep } from '../diagnostics/verify/steps.ts';
import { ExitCode } from '../errors/cli-error.ts';
import type { TargetReport } from '../fleet/report.ts';
import { createStyle } from '../ui/style.ts';
import { CHAIN_NAMES } from './chain.ts';
import { exitCodeOf, problemsOf } from './error.ts';
import { notReadInWords } from './fleet.ts';
import type { OutputFormat } from './format.ts';
import { renderHealth } from './health.ts';
import type { CommandResult, ResultOf } from './result.ts';
import { renderXml, type XmlElement } from './xml.ts';

/** One test case; it passed unless `ended` says otherwise. */
interface TestCase {
  readonly name: string;
  readonly milliseconds?: number;
  readonly ended?: NotPassed;
  /** The output of a passed test. */
  readonly output?: string | undefined;
}

/** Why a test did not pass: its subject is broken (`failure`), or the test could not run (`error`, `skipped`). */
interface NotPassed {
  readonly as: 'failure' | 'error' | 'skipped';
  readonly type?: string;
  readonly message: string;
  /** Every problem: some CI systems show nothing else. */
  readonly details?: string;
}

/** The test cases of one target, or of a run without targets. */
interface TestSuite {
  readonly target: string | undefined;
  readonly cases: readonly TestCase[];
  /** ISO 8601. */
  readonly at?: string;
  readonly output?: string | undefined;
  readonly notes: readonly string[];
}

/** For the test reports of CI systems: JUnit XML, as defined by Jenkins and Maven Surefire. */
export const junitFormat: OutputFormat = {
  isDocument: true,
  result(result, { command = '', redact, notes, target }) {
    if (result.kind === 'fleet') return renderXml(documentOf(result.reports.map(suiteOfTarget), command), redact);
    const suite = suiteOf(result);
    return suite ? renderXml(documentOf([{ notes, target, ...suite }], command), redact) : '';
  },
  error(error, { command = '', redact, notes, target }) {
    return renderXml(documentOf([{ target, cases: [notRun(error)], notes }], command), redact);
  },
};

/** Returns undefined for commands that test nothing. */
function suiteOf(result: CommandResult): Omit<TestSuite, 'target' | 'notes'> | undefined {
  switch (result.kind) {
    case 'status':
      return ofStatus(result.health);
    case 'verify':
      return { cases: ofVerify(result) };
    case 'plan':
    case 'dry-run':
    case 'apply':
    case 'destroy':
    case 'setup':
    case 'prove':
    case 'clean-up':
    case 'init':
    case 'export':
    case 'targets':
    case 'schema':
    case 'completion':
    case 'demo':
    case 'printed':
      return undefined;
  }
}

function suiteOfTarget(report: TargetReport<CommandResult>): TestSuite {
  const { target, outcome, result, error, notes } = report;
  const about = { target, notes };
  const suite = result && suiteOf(result);
  if (suite)
    return { ...about, ...suite, output: [suite.output, notReadInWords([report])].filter(Boolean).join('\n\n') };
  if (error !== undefined) return { ...about, cases: [notRun(error)] };
  const message = outcome === 'skipped' ? 'Already succeeded in the last 24 hours.' : 'Not started.';
  return { ...about, cases: [{ name: RUN, ended: { as: 'skipped', message } }] };
}

/** Names a run if nothing else has a name. */
const RUN = 'Run';

/** Reports a run without a result. */
function notRun(error: unknown): TestCase {
  return { name: RUN, ended: endedByError(error) };
}

/** An interrupted run has not failed. */
function endedByError(error: unknown): NotPassed {
  const problems = problemsOf(error);
  const { code: type, message } = problems[0] ?? { code: 'failed', message: '' };
  if (exitCodeOf(error) === ExitCode.interrupted) return { as: 'skipped', message };
  return { as: 'error', type, message, details: problems.map(inLines).join('\n\n') };
}

function ofStatus(health: Health): Omit<TestSuite, 'target' | 'notes'> {
  return {
    cases: health.chain.map((link) => ofLink(link, health)),
    at: health.checkedAt,
    output: renderHealth(health, createStyle(false)),
  };
}

function ofLink({ component, state, findings }: ChainLink, { product }: Health): TestCase {
  const name = CHAIN_NAMES[component];
  if (state === 'not-checked') return { name, ended: { as: 'skipped', message: `${product} was not checked.` } };
  const [worst] = findings.filter(({ severity }) => severity === state);
  return worst ? { name, ended: endedBy(worst, findings) } : { name };
}

function endedBy({ code, severity, message }: Finding, all: readonly Finding[]): NotPassed {
  const as = severity === 'unknown' ? 'error' : 'failure';
  return { as, type: code, message, details: all.map(inLines).join('\n\n') };
}

function ofVerify({ steps, tested, product, finding, failure }: ResultOf<'verify'>): TestCase[] {
  const missed = stepsOf(tested, product).filter((name) => steps.every(({ what }) => what !== name));
  const ended = finding ? endedBy(finding, [finding]) : failure === undefined ? undefined : endedByError(failure);
  const isBetween = ended !== undefined && steps.every(({ ok, skipped }) => ok || skipped);
  const name = finding ? componentTitle(finding.component) : RUN;
  return [
    ...steps.map((step) => ofStep(step, ended)),
    ...(isBetween ? [{ name, ended }] : []),
    ...missed.map((name): TestCase => ({ name, ended: { as: 'skipped', message: 'Not reached.' } })),
  ];
}

/** @param ended why the test did not succeed, if so */
function ofStep(
  { what: name, ok, skipped, milliseconds, detail }: VerificationStep,
  ended: NotPassed | undefined,
): TestCase {
  const about = { name, milliseconds };
  if (skipped) return { ...about, ended: { as: 'skipped', message: detail ?? '' } };
  return ok || !ended ? { ...about, output: detail } : { ...about, ended };
}

function inLines({ message, hint }: { readonly message: string; readonly hint?: string }): string {
  return [message, hint ?? []].flat().join('\n');
}

function documentOf(suites: readonly TestSuite[], command: string): XmlElement {
  const all = suites.flatMap(({ cases }) => cases);
  const { skipped: _, ...counts } = countsOf(all);
  return {
    name: 'testsuites',
    attributes: { name: `ilert-haloitsm ${command}`.trim(), ...counts },
    content: suites.map((suite) => suiteElement(suite, command)),
  };
}

function countsOf(cases: readonly TestCase[]) {
  const count = (as: NotPassed['as']) => cases.filter(({ ended }) => ended?.as === as).length;
  const milliseconds = cases.reduce((sum, each) => sum + (each.milliseconds ?? 0), 0);
  return {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: seconds(milliseconds),
  };
}

function suiteElement({ target, cases, at, output, notes }: TestSuite, command: string): XmlElement {
  const words = ['ilert-haloitsm', ...(command === '' ? [] : [command]), ...(target === undefined ? [] : [target])];
  return {
    name: 'testsuite',
    // Without a time zone, as the definition requires: UTC.
    attributes: { name: words.join(' '), ...countsOf(cases), timestamp: at?.slice(0, 'YYYY-MM-DDThh:mm:ss'.length) },
    content: [
      ...cases.map((each) => caseElement(each, words.join('.'))),
      ...textElement('system-out', output),
      ...textElement('system-err', notes.join('\n')),
    ],
  };
}

function caseElement({ name, milliseconds = 0, ended, output }: TestCase, classname: string): XmlElement {
  const content = [
    ...(ended
      ? [{ name: ended.as, attributes: { type: ended.type, message: ended.message }, content: ended.details ?? '' }]
      : []),
    ...textElement('system-out', output),
  ];
  return { name: 'testcase', attributes: { classname, name, time: seconds(milliseconds) }, content };
}

function textElement(name: string, text = ''): XmlElement[] {
  return text === '' ? [] : [{ name, content: text }];
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
