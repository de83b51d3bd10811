import { describe, expect, it, test } from 'vitest';
import { healthOf } from '../../../src/diagnostics/health.ts';
import { CliError, ExitCode, usageErrors } from '../../../src/errors/cli-error.ts';
import type { TargetReport } from '../../../src/fleet/report.ts';
import { planApply } from '../../../src/providers/plan.ts';
import { renderFleet } from '../../../src/reporters/fleet-text.ts';
import type { CommandResult } from '../../../src/reporters/result.ts';
import { fleetView } from '../../../src/reporters/text.ts';
import { planResult } from '../../../src/runtime/result.ts';
import { createStyle } from '../../../src/ui/style.ts';
import { applied, desiredOf } from '../providers/plan/tenants-in-memory.ts';

type Report = TargetReport<CommandResult>;

const same = planResult(planApply(desiredOf(), applied(desiredOf())));

function well(target: string, more: Partial<Report> = {}): Report {
  return { target, outcome: 'done', exitCode: ExitCode.done, result: same, notes: [], ...more };
}

function failed(target: string, message: string, more: Partial<Report> = {}): Report {
  const error = new CliError({ message, hint: 'Check it.', exitCode: ExitCode.failed });
  return { target, outcome: 'failed', exitCode: ExitCode.failed, notes: [], error, ...more };
}

function shown(reports: readonly Report[], { columns, color = false }: { columns?: number; color?: boolean } = {}) {
  return renderFleet({ reports, canResume: false }, fleetView(createStyle(color), columns ? { columns } : {}));
}

const names = (count: number, start = 'customer') =>
  Array.from({ length: count }, (_, index) => `${start}-${index + 1}`);

test('of 500 targets of which 495 fail for one reason, all names are found, and the five others are on the last screen', () => {
  const many = names(495).map((name) =>
    failed(name, `Cannot connect to https://${name}.halopsa.com.`, { halo: `https://${name}.halopsa.com` }),
  );
  const few = names(5, 'odd').map((name, index) => failed(name, `Reason ${index}.`));
  const lines = shown([...few, ...many]).split('\n');
  for (const { target } of many) expect(lines.join('\n')).toMatch(new RegExp(`\\b${target}\\b`));
  const screen = lines.slice(-24).join('\n');
  for (const { target } of few) expect(screen).toMatch(new RegExp(`^ {2}1 target failed +${target}$`, 'm'));
  expect(screen).toContain('customer-1: Cannot connect to https://customer-1.halopsa.com.');
});

it('ends with what needs somebody, the worst last, whatever the order of the targets', () => {
  const unchecked = failed('c', 'No answer.', { outcome: 'unchecked', exitCode: ExitCode.unchecked });
  const stopped = failed('d', 'Stopped.', { outcome: 'stopped', exitCode: ExitCode.interrupted });
  const reports: Report[] = [
    failed('a', 'Gone.'),
    unchecked,
    stopped,
    { target: 'e', outcome: 'not-started', notes: [] },
    { target: 'f', outcome: 'skipped', notes: [] },
    well('b'),
  ];
  const heads = shown(reports).match(/^1 target.*$/gm);
  expect(heads?.map((head) => head.replace(/ {2,}/, ' '))).toEqual([
    '1 target: not started e',
    '1 target: skipped, succeeded in the last 24 hours f',
    '1 target: no changes b',
    '1 target stopped d',
    '1 target not checked c',
    '1 target failed a',
  ]);
  expect(shown(reports)).toMatch(
    /^6 targets: 1 without changes, 1 failed, 1 not checked, 1 stopped, 1 skipped, 1 not started\.$/m,
  );
});

it('tells failures apart by a further problem, which is told in detail, each with what to do about it', () => {
  const several = (last: string) =>
    usageErrors([
      { message: 'It no longer fits.', hint: 'Make it fit.' },
      { message: last, hint: `Mend it: ${last}` },
    ]);
  const reports = ['One is gone.', 'Two are gone.', 'One is gone.'].map((last, index) =>
    failed(`t${index}`, '', { error: several(last) }),
  );
  const text = shown(reports);
  expect(text).toMatch(/^2 targets:\n {2}t0, t2\n {2}Problem: One is gone\. Mend it: One is gone\.$/m);
  expect(text).toMatch(/^t1:\n {2}Problem: Two are gone\. Mend it: Two are gone\.$/m);
  expect(text.match(/It no longer fits\.\n +Make it fit\./g)).toHaveLength(2);
  expect(text.match(/targets? failed/g)).toHaveLength(2);
});

it('shows a note of many targets once, and the display names of targets', () => {
  const noted = names(3).map((name) => well(name, { displayName: `Name of ${name}`, notes: ['Beware.'] }));
  const text = shown(noted);
  expect(text.match(/Note: Beware\./g)).toHaveLength(1);
  expect(text).toContain('customer-1 (Name of customer-1), customer-2 (Name of customer-2),');
});

test('healthy targets are one line only with the same filters; those with their own names in them stay together', () => {
  const desired = desiredOf();
  const live = applied(desired);
  const health = healthOf(planApply(desired, live), live, desired.settings, { runs: [], deliveries: [] });
  const healthy = (name: string, tickets?: string) => {
    const result = {
      kind: 'status',
      exitCode: ExitCode.done,
      health: { ...health, ...(tickets && { tickets }) },
    } as const;
    return well(name, { result });
  };
  const reports = [
    healthy('acme', 'team is acme'),
    healthy('globex', 'team is globex'),
    healthy('hooli', 'priority is Critical'),
    healthy('initech'),
  ];
  const rows = shown(reports).split('\n\n')[0]?.split('\n');
  expect(rows).toEqual([
    '2 targets: healthy   acme, globex',
    '    acme: Tickets: team is acme',
    '    Likewise for the others, with their own names, addresses and IDs.',
    '1 target: healthy    hooli',
    '    Tickets: priority is Critical',
    '1 target: healthy    initech',
  ]);
});

it.each([40, 80, 120])('at %i columns the lines with names are no wider', (columns) => {
  const reports = [...names(30).map((name) => well(name)), ...names(20, 'lost').map((name) => failed(name, 'Gone.'))];
  // The last line is a sentence, which is wrapped when it is printed.
  for (const line of shown(reports, { columns }).split('\n').slice(0, -1))
    expect(line.length).toBeLessThanOrEqual(columns);
});

it('groups the same with colours as without', () => {
  const text = (color: boolean) =>
    shown(
      names(3).map((name) => {
        const result = planResult(planApply(desiredOf({ 'alertSource.name': name }), {}));
        return well(name, { outcome: 'pending', result });
      }),
      { color },
    );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours start with one
  expect(text(true).replace(/\u001b\[\d+m/g, '')).toBe(text(false));
  expect(text(true)).not.toBe(text(false));
});

test('targets that get a link to the ticket, each in its own Halo of whatever length, are one block; a link elsewhere is shown', () => {
  const address = (name: string) => `https://${name.repeat(name === 'acme' ? 9 : 1)}.halopsa.com`;
  const before = desiredOf();
  const linked = (name: string, to = name) => {
    const desired = desiredOf({ 'alertSource.ticketLink': true, 'halo.url': address(to) });
    const result = planResult(planApply(desired, applied(before)));
    return well(name, { outcome: 'pending', result, halo: address(name) });
  };
  const text = shown([linked('acme'), linked('globex'), linked('initech'), linked('hooli', 'initech')]);
  expect(text).toMatch(/^3 targets:\n {2}acme, globex, initech\n/m);
  expect(text.match(/Link to the ticket {3}/g)).toHaveLength(2);
  expect(text).toContain(`hooli (${address('hooli')}):`);
  expect(text).toContain(`${address('initech')}/ticket?id=`);
});

test('what is not yet confirmed on a live tenant is said once, at the end of the plans of all', () => {
  const linked = (name: string, live: ReturnType<typeof desiredOf>) => {
    const desired = desiredOf({ 'alertSource.ticketLink': true, 'halo.url': `https://${name}.halopsa.com` });
    return well(name, { outcome: 'pending', result: planResult(planApply(desired, applied(live))) });
  };
  const text = shown([linked('acme', desiredOf()), linked('globex', desiredOf({ 'alertSource.severity': 1 }))]);
  expect(text.match(/→ https\S+\/ticket/g)).toHaveLength(2);
  expect(text.match(/not yet confirmed/gi)).toHaveLength(1);
  expect(text.split('\n').at(-1)).toBe('Not yet confirmed on a live tenant: Link to the ticket.');
});

it.each(['https://halo.example.com:8443/ticket', 'https://halo.example.com.evil.org', 'https://halo.example.com@evil'])(
  'an address that only begins as that of its own Halo is a difference: %s',
  (href) => {
    const one = (name: string, halo: string, to: string) => {
      const links = [{ text: 'Elsewhere', href: to }];
      const result = planResult(planApply(desiredOf({ 'alertSource.linkTemplates': links }), applied(desiredOf())));
      return well(name, { outcome: 'pending', result, halo });
    };
    const halo = 'https://halo.example.com';
    const other = 'https://halo.example.org';
    const text = shown([one('a', halo, href), one('b', other, href.replace(halo, other))]);
    expect(text).toContain(href);
    expect(text).toContain(href.replace(halo, other));
  },
);

describe('what to do about the same problem of several targets', () => {
  const hinted = (target: string, hint: (target: string) => string, message = 'It is gone.') =>
    failed(target, message, { error: new CliError({ message, hint: hint(target), exitCode: ExitCode.failed }) });
  const apply = (target: string) => `Run: ilert-haloitsm apply --target ${target} --severity 2.`;

  it('is one command for up to three', () => {
    const text = shown(['a', 'b.c', "'d e'"].map((name) => hinted(name, apply)));
    expect(text).toContain(
      " It is gone.\n    Run: ilert-haloitsm apply --target a --target b.c --target 'd e' --severity 2.",
    );
    expect(text).not.toContain('Likewise');
  });

  it('keeps saying whose problem is told', () => {
    const text = shown(['a', 'b'].map((name) => hinted(name, apply, `The runbook of ${name} is gone.`)));
    expect(text).toContain('a: The runbook of a is gone.');
    expect(text).toMatch(
      /Likewise for the others.*\n {4}Run: ilert-haloitsm apply --target a --target b --severity 2\./,
    );
  });

  it.each([
    ['of more than three', ['a', 'b', 'c', 'd'], apply],
    ['that takes one target only', ['a', 'b'], (name: string) => `Run: ilert-haloitsm export --target ${name}`],
  ])('is the command of the first, %s', (_, targets, hint) => {
    const text = shown(targets.map((name) => hinted(name, hint)));
    expect(text).toContain(hint('a'));
    expect(text).toContain('Likewise for the others');
  });
});

it('a single name that is too long stands alone', () => {
  const skipped = well('eu-globex', {
    outcome: 'skipped',
    displayName: 'GLOBEX Corporation of Europe, Middle East and Africa',
  });
  expect(shown([skipped])).not.toContain('0 more');
});

describe('targets with resource names of their own', () => {
  const named = (name: string, runbook = `${name} runbook`, method = `${name} method`) => {
    const settings = {
      'halo.integrationName': `${name} integration`,
      'halo.methodName': method,
      'halo.runbookName': runbook,
    };
    return well(name, { outcome: 'pending', result: planResult(planApply(desiredOf(settings), {})) });
  };

  it('are one group where they differ in nothing else, whose names are all told', () => {
    const text = shown(['abc', 'def', 'ghi'].map((name) => named(`c${name}`, `R ${name}`, `M ${name}`)));
    expect(text.match(/\+ runbook/g)).toHaveLength(1);
    for (const name of ['M abc', 'M def', 'R ghi']) expect(text).toContain(`"${name}"`);
  });
});
