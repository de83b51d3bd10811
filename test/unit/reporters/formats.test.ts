import { describe, expect, it } from 'vitest';
import { CliError, ExitCode, usageError } from '../../../src/errors/cli-error.ts';
import { planApply } from '../../../src/providers/plan.ts';
import { formats } from '../../../src/reporters/formats.ts';
import type { Result } from '../../../src/reporters/result.ts';
import { planResult } from '../../../src/runtime/result.ts';
import { createStyle } from '../../../src/ui/style.ts';
import { applied, desiredOf, drifted } from '../providers/plan/tenants-in-memory.ts';

const run = {
  command: 'plan',
  about: [],
  redact: (text: string) => text.replaceAll('S3CRET', '***'),
  notes: [],
  forThisRun: (hint: string) => hint,
  columns: undefined,
  style: createStyle(false),
  verbose: false,
};
const planned = planResult(planApply(desiredOf(), {}));
const failed: Result = {
  kind: 'destroy',
  exitCode: ExitCode.failed,
  changes: [],
  kept: [],
  left: [],
  unknown: [],
  failure: new CliError({ code: 'api-unreachable', message: 'S3CRET is gone.', exitCode: ExitCode.failed }),
};

describe('one result, in each format', () => {
  it('is text for people', () => {
    expect(formats.text.result(planned, run)).toMatch(/Plan: 6 to create\.$/);
    expect(formats.text.result(failed, run)).toContain('Run the same command again to continue.');
  });

  it('is one JSON document, with the error of a run that failed', () => {
    const document = JSON.parse(formats.json.result(planned, { ...run, notes: ['Beware.'] }));
    expect(Object.keys(document)).toEqual([
      'formatVersion',
      'command',
      'ok',
      'pending',
      'counts',
      'changes',
      'duplicates',
      'notes',
    ]);
    expect(JSON.parse(formats.json.result(failed, run))).toMatchObject({
      ok: false,
      error: { exitCode: 1, code: 'api-unreachable', message: '*** is gone.' },
    });
  });

  it('lists in JSON what does the work of ours a second time', () => {
    const copy = { resource: 'method', title: 'method', row: { id: 9, name: 'copy' }, does: 'posts to it' };
    const twice = planResult(planApply(desiredOf(), {}, [copy]));
    expect(JSON.parse(formats.json.result(twice, run)).duplicates).toEqual([
      { resource: 'method', title: 'method', id: '9', name: 'copy', does: 'posts to it' },
    ]);
  });

  it('has in JSON how many changes there are of each kind', () => {
    expect(JSON.parse(formats.json.result(planned, run)).counts).toEqual({ create: 6, update: 0, delete: 0, keep: 0 });
  });

  it('has in JSON each field that is created or changed: for programs, and as people read it', () => {
    const names = { priority: new Map([['1', 'Critical']]) };
    const filters = { ticketType: [], priority: [1], team: [] };
    const wanted = desiredOf(
      { 'alertSource.grouping': 'window', 'alertSource.groupingWindow': '15m' },
      { filters, names },
    );
    const live = drifted(applied(desiredOf()), 'alert-source', { alertCreation: undefined });
    const { changes } = JSON.parse(formats.json.result(planResult(planApply(wanted, live)), run));
    const fieldsOf = (resource: string) =>
      changes.find((change: { resource: string }) => change.resource === resource).fields;
    expect(fieldsOf('alert-source')).toEqual([
      {
        field: 'alertGrouping',
        label: 'Alert grouping',
        before: {},
        after: { alertCreation: 'ONE_ALERT_GROUPED_PER_WINDOW', alertGroupingWindow: 'PT15M' },
        beforeText: 'Do not group alerts',
        afterText: 'Time-based, 15 minutes',
      },
    ]);
    expect(fieldsOf('new-ticket-event')).toEqual([
      {
        field: 'filter',
        label: 'Tickets',
        before: {},
        after: { filter_type: 2, condition_count: 1, conditions: [expect.objectContaining({ value_int: 1 })] },
        beforeText: 'all',
        afterText: 'Priority is Critical',
      },
    ]);
  });

  it('of several targets, names the one that has something twice', () => {
    const copy = { resource: 'method', title: 'method', row: { id: 9, name: 'copy' }, does: 'posts to it' };
    const twice = planResult(planApply(desiredOf(), applied(desiredOf()), [copy]));
    const reports = [{ target: 'a', outcome: 'done', exitCode: ExitCode.done, result: twice, notes: [] }] as const;
    const shown = formats.text.result({ kind: 'fleet', exitCode: ExitCode.done, canResume: false, reports }, run);
    expect(shown).toContain('! The method "copy" (ID 9) also posts to it');
    expect(shown).toMatch(/^1 target: no changes, a second method {3}a$/m);
  });

  it('is nothing where the command has printed by itself', () => {
    const printed = { kind: 'printed', exitCode: ExitCode.done } as const;
    for (const format of Object.values(formats)) expect(format.result(printed, run)).toBe('');
  });
});

it('an error without a result is a JSON document with every problem; for people it is on standard error', () => {
  const error = usageError('S3CRET is wrong.', 'Change it.');
  expect(formats.text.error(error, run)).toBe('');
  expect(JSON.parse(formats.json.error(error, { ...run, command: undefined }))).toEqual({
    formatVersion: 1,
    ok: false,
    notes: [],
    error: {
      exitCode: 2,
      code: 'input-invalid',
      message: '*** is wrong.',
      hint: 'Change it.',
      problems: [{ code: 'input-invalid', message: '*** is wrong.', hint: 'Change it.' }],
    },
  });
});
