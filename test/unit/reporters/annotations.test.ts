import { describe, expect, it } from 'vitest';
import { broken, type Finding } from '../../../src/diagnostics/finding.ts';
import { CliError, ExitCode, interruptedError, type Problem, usageErrors } from '../../../src/errors/cli-error.ts';
import { annotateError, annotateResult } from '../../../src/reporters/annotations.ts';
import type { ResultOf } from '../../../src/reporters/result.ts';
import { COMMANDS } from '../../support/ci-commands.ts';
import { fc } from '../../support/property.ts';

const run = { redact: (text: string) => text.replaceAll('S3CRET', '***'), cwd: '/repo/halo', workspace: '/repo' };

/** Reads a line as GitHub's runner does. */
function readByRunner(line: string): { readonly [property: string]: string } {
  const unescaped = (text: string) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  const [, level = '', properties = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const values = properties.split(',').map((each) => {
    const [name = '', value = ''] = each.split(/=(.*)/);
    return [name, unescaped(value).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%')];
  });
  return { level, ...Object.fromEntries(values), message: unescaped(message).replaceAll('%25', '%') };
}

const annotated = (...problems: Problem[]) => annotateError(usageErrors(problems), run).map(readByRunner);

describe('each problem of the settings is an error', () => {
  it('at its file and line, with what to do about it', () => {
    const place = { file: 'customers.yaml', line: 41 };
    expect(annotated({ code: 'setting-invalid', message: 'halo.url is "x".', hint: 'Use a URL.', place })).toEqual([
      {
        level: 'error',
        file: 'halo/customers.yaml',
        line: '41',
        title: 'ilert-haloitsm: setting-invalid',
        message: 'halo.url is "x".\nUse a URL.',
      },
    ]);
  });

  it('with the column, where it is known', () => {
    const place = { file: '../body.json', line: 2, column: 9 };
    expect(annotated({ message: 'x', place })).toMatchObject([{ file: 'body.json', line: '2', col: '9' }]);
  });

  it.each([
    ['in the repository', '/repo/halo/a.yaml', 'halo/a.yaml'],
    ['in a folder whose name begins with two dots', '/repo/..halo/a.yaml', '..halo/a.yaml'],
    ['elsewhere', '/etc/a.yaml', '/etc/a.yaml'],
    ['in a folder beside it of a similar name', '/repository/a.yaml', '/repository/a.yaml'],
  ])('%s by the path that GitHub knows', (_, file, path) => {
    expect(annotated({ message: 'x', place: { file } })).toMatchObject([{ file: path }]);
  });

  it('without a place, where it is in no file', () => {
    expect(annotated({ message: 'Missing client ID.' })).toEqual([
      { level: 'error', title: 'ilert-haloitsm: input-invalid', message: 'Missing client ID.' },
    ]);
  });

  it('without secrets', () => {
    const place = { file: 'S3CRET.yaml', line: 1 };
    expect(annotated({ message: 'S3CRET', hint: 'S3CRET', place })).toMatchObject([
      { file: 'halo/***.yaml', message: '***\n***' },
    ]);
  });

  it('and only as many as GitHub shows; the last one says how many more there are', () => {
    const problems = Array.from({ length: 12 }, (_, index) => ({ message: `Problem ${index + 1}.` }));
    const messages = annotated(...problems).map(({ message }) => message);
    expect(messages).toHaveLength(10);
    expect(messages.slice(-2)).toEqual(['Problem 9.', 'And 3 more: see the log of this step.']);
    expect(annotated(...problems.slice(0, 10)).at(-1)?.message).toBe('Problem 10.');
  });
});

it('a run that was stopped or cancelled has no annotation', () => {
  expect(annotateError(interruptedError(), run)).toEqual([]);
});

it('a bug is an error', () => {
  const [bug] = annotateError(new TypeError('x is undefined'), run).map(readByRunner);
  expect(bug).toMatchObject({ level: 'error', title: 'ilert-haloitsm: internal-error' });
});

describe('findings', () => {
  const finding = broken('runbook-inactive', 'runbook', 'The runbook is inactive.', 'Run: ilert-haloitsm apply');
  const withFindings = (...findings: Finding[]) =>
    ({ kind: 'status', exitCode: ExitCode.failed, health: { findings } }) as unknown as ResultOf<'status'>;

  it.each([
    ['broken', 'error'],
    ['unknown', 'warning'],
    ['drifted', 'warning'],
    ['pending', 'notice'],
  ] as const)('that are %s are of level %s', (severity, level) => {
    expect(annotateResult(withFindings({ ...finding, severity }), run).map(readByRunner)).toEqual([
      {
        level,
        title: 'ilert-haloitsm: runbook-inactive',
        message: 'The runbook is inactive.\nRun: ilert-haloitsm apply',
      },
    ]);
  });

  it('of several targets name the target, as do errors of targets that failed', () => {
    const error = new CliError({ code: 'api-unreachable', message: 'No answer.', exitCode: ExitCode.failed });
    const reports = [
      { target: 'acme', outcome: 'failed', result: withFindings(finding), notes: [] },
      { target: 'globex', outcome: 'failed', error, notes: [] },
    ] as const;
    const fleet = { kind: 'fleet', exitCode: ExitCode.failed, canResume: false, reports } as const;
    expect(annotateResult(fleet, run).map((line) => readByRunner(line).title)).toEqual([
      'ilert-haloitsm acme: runbook-inactive',
      'ilert-haloitsm globex: api-unreachable',
    ]);
  });
});

it('whatever a message or a path contains, an annotation is one line that the runner reads as it was meant', () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom(...COMMANDS, '%0A', '%', ',', '::', '=', '\n', '\r'), fc.string()), {
      maxLength: 6,
    })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, text, (message, hint, name) => {
      const file = `/repo/${name.replace(/[^\p{L} :,%=[\]#]/gu, 'x')}.yaml`;
      const lines = annotateError(usageErrors([{ message, hint, place: { file, line: 3 } }]), run);
      expect(lines).toHaveLength(1);
      expect(lines[0]).not.toMatch(/[\r\n\u2028\u2029]/);
      const { message: read = '', ...properties } = readByRunner(lines[0] ?? '');
      expect(Object.keys(properties)).toEqual(['level', 'file', 'line', 'title']);
      expect(properties).toMatchObject({ level: 'error', file: file.slice('/repo/'.length), line: '3' });
      expect(read.split('\n')).toHaveLength(2);
    }),
  );
});
