import { describe, expect, it, test } from 'vitest';
import type { Fields } from '../../../src/engine/values.ts';
import { CliError, ExitCode, usageErrors } from '../../../src/errors/cli-error.ts';
import type { TargetReport } from '../../../src/fleet/report.ts';
import { planApply } from '../../../src/providers/plan.ts';
import type { ReportedRun } from '../../../src/reporters/format.ts';
import { type Block, MAX_BYTES, markdownDocument } from '../../../src/reporters/markdown/document.ts';
import { code, htmlCode, htmlProse, prose, sentence } from '../../../src/reporters/markdown/inline.ts';
import { markdownFormat } from '../../../src/reporters/markdown.ts';
import type { CommandResult, FleetResult, Result } from '../../../src/reporters/result.ts';
import { type PlanResult, planResult } from '../../../src/runtime/result.ts';
import { createStyle } from '../../../src/ui/style.ts';
import { htmlOf, tagsOf, textOf, textOutsideCode } from '../../support/markdown.ts';
import { fc } from '../../support/property.ts';
import { applied, desiredOf, drifted } from '../providers/plan/tenants-in-memory.ts';

const run: ReportedRun = {
  command: 'plan',
  about: [],
  redact: (text) => text.replaceAll('S3CRET', '***'),
  notes: [],
  forThisRun: (hint) => hint,
  columns: undefined,
  style: createStyle(false),
  verbose: false,
};

/** Anything but plain text that a ticket, a service or a file may contain. */
const HOSTILE = [
  '@team',
  '#12',
  'acme/repo#12',
  '!12',
  '~bug',
  '%"1.0"',
  '$12',
  '&12',
  'GH-12',
  'deadbeef1',
  'a@b.example',
  ':tada:',
  'https://evil.example',
  'www.evil.example',
  '![x](https://evil.example/x.png)',
  '[a](b)',
  '[a]: b',
  '[^1]',
  '[ ]',
  '`',
  '``',
  '```',
  '~~~',
  '*',
  '**',
  '_',
  '~~',
  '|',
  '\\',
  '\\|',
  '||',
  '<b>',
  '</details>',
  '</code>',
  '<!--',
  '<!-- ilert-haloitsm plan -->',
  '<!-- ilert-haloitsm apply config=a -->',
  '-->',
  '<br>',
  '<script>',
  '&lt;',
  '&#64;team',
  '$x$',
  '$$',
  '/close',
  '- ',
  '1. ',
  '# ',
  '> ',
  '---',
  '===',
  '{+',
  '+}',
  '::error::',
  '##[error]',
  '\n',
  '\n\n',
  '\r\n',
  '\t',
  ' ',
  '  ',
  '\u00a0',
  '\u2028',
  '\u202e',
  '\u200b',
  '\u0000',
  '\u001b[31m',
  'Zürich',
  '📮',
  '"',
  "'",
  '(',
  ')',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string(), fc.constant('word')), { minLength: 1, maxLength: 8 })
  .chain((parts) => fc.constantFrom('', ' ').map((between) => parts.join(between)));

/** Matches a mention or a reference outside code. */
const NOTIFIES = /@\w|#\d|\bGH-\d|!\d|~\w|%"|\$\d|&\d|:\/\/|www\./i;

it.each([
  ['With `!` it is empty.', 'With `!` it is empty.'],
  ['`a b` and `c`, (`d`)', '`a b` and `c`, (`d`)'],
  ['Less than 5 (<), or `>=`', 'Less than 5 (`<`), or `>=`'],
  ['One ` alone', 'One `` ` `` alone'],
])('code in the sentence "%s" is code, and risky words outside of it are, too', (text, markdown) => {
  expect(sentence(text)).toBe(markdown);
});

describe('text of others', () => {
  it('is code that holds exactly it, in a sentence, in a table and in a summary', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const expected = textOf(htmlOf(`before ${code(text)} after`)).replace(/^before (.*) after$/s, '$1');
        expect(tagsOf(htmlOf(`before ${code(text)} after`))).toEqual(['<p>', '<code>', '</code>', '</p>']);
        const inTable = htmlOf(markdownDocument('', [{ kind: 'table', header: ['', 'a'], rows: [['~', code(text)]] }]));
        expect(tagsOf(inTable).filter((tag) => /td|code/.test(tag))).toEqual([
          '<td>',
          '</td>',
          '<td>',
          '<code>',
          '</code>',
          '</td>',
        ]);
        expect(tagsOf(htmlCode(text))).toEqual(['<code>', '</code>']);
        if (!text.includes('\\|')) expect(textOf(inTable)).toContain(expected);
        if (text.trim() !== '' && /^[^\s\p{C}]+$/u.test(text)) expect(expected).toBe(text);
      }),
    );
  });

  it('notifies nobody and is no markup in a sentence, whose words stay', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const html of [htmlOf(`so ${prose(text)}`), `<p>so ${htmlProse(text)}</p>`]) {
          expect(tagsOf(html).filter((tag) => !tag.includes('code'))).toEqual(['<p>', '</p>']);
          expect(textOutsideCode(html)).not.toMatch(NOTIFIES);
        }
      }),
    );
  });

  it.each([
    ['The policy "Default" is gone (ID 12).', 'The policy "Default" is gone (ID 12).'],
    ['Cannot connect to https://acme.halopsa.com: refused.', 'Cannot connect to `https://acme.halopsa.com`: refused.'],
    ['Ask "@ops" or a@b.example.', 'Ask "`@ops`" or `a@b.example`.'],
    ['Run: ilert-haloitsm apply --config a_b.yaml', 'Run: ilert-haloitsm apply --config `a_b.yaml`'],
    [
      'Configuration > Integrations > Custom Integrations, not >this.',
      'Configuration > Integrations > Custom Integrations, not `>this`.',
    ],
    ['> no quotation', '`>` no quotation'],
    [
      'Use file:token.txt or "env:TOKEN" for it: see file: names.',
      'Use `file:token.txt` or "`env:TOKEN`" for it: see file: names.',
    ],
    ['See #12, !3 and GH-4!', 'See `#12`, `!3` and `GH-4!`'],
  ])('%s', (text, shown) => {
    expect(prose(text)).toBe(shown);
  });

  it('is cut where it is very long, not in the middle of a character', () => {
    expect(code('📮'.repeat(500))).toBe(`\`${'📮'.repeat(200)}…\``);
    expect(prose(`${'a'.repeat(999)}📮📮`)).toBe(`${'a'.repeat(999)}📮…`);
  });
});

const before = applied(desiredOf());
const created = planResult(planApply(desiredOf(), {}));
const updated = planResult(
  planApply(
    desiredOf({ 'alertSource.grouping': 'window', 'alertSource.groupingWindow': '15m' }),
    drifted(drifted(before, 'alert-source', { alertCreation: undefined }), 'method', { requestbody: '{\n  "a": 1\n}' }),
  ),
);

test('a plan is a heading with counts, a table, and texts of several lines as a folded comparison', () => {
  const markdown = markdownFormat.result(updated, { ...run, notes: ['Beware of @ops.'] });
  expect(markdown.split('\n').slice(0, 7)).toEqual([
    '<!-- ilert-haloitsm plan -->',
    '### ilert-haloitsm plan: 2 to update',
    '',
    '|  | resource | change |',
    '| --- | --- | --- |',
    '| ~ | alert source `HaloITSM` | Alert grouping: `Do not group alerts` → `Time-based, 15 minutes` |',
    '| ~ | method `send ticket to ilert` | Payload: see below |',
  ]);
  expect(markdown).toContain('- Note: Beware of `@ops`.');
  expect(markdown).toContain(
    '<details><summary>Payload of the method <code>send ticket to ilert</code></summary>\n\n```diff\n  {\n-   "a": 1\n+',
  );
  expect(markdown.endsWith('```\n\n</details>')).toBe(true);
});

test('what is created is shown with its fields; a plan without changes says so', () => {
  expect(markdownFormat.result(created, run)).toContain(
    '### ilert-haloitsm plan: 6 to create\n\n|  | resource | change |\n| --- | --- | --- |\n| + | alert source `HaloITSM` | Escalation policy: `',
  );
  const none = markdownFormat.result(planResult(planApply(desiredOf(), before)), run);
  expect(none).toBe(
    '<!-- ilert-haloitsm plan -->\n### ilert-haloitsm plan: no changes\n\nNo changes. Everything is up to date.',
  );
});

test('the first line is the same for the same command, settings file, profile and targets, and another one for others', () => {
  const firstLine = (about: ReportedRun['about'], command = 'plan') =>
    markdownFormat.result(created, { ...run, about, command }).split('\n')[0];
  const lines = [
    firstLine([]),
    firstLine([], 'apply'),
    firstLine([['config', 'infra/a b-->.yaml']]),
    firstLine([['profile', 'acme']]),
    firstLine([['target', 'acme']]),
    firstLine([
      ['target', 'acme'],
      ['target', 'globex'],
    ]),
  ];
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines[2]).toBe('<!-- ilert-haloitsm plan config=infra/a%20b--%3E.yaml -->');
});

test('an error is a document of the same first line, with every problem and what to do, without secrets', () => {
  const error = usageErrors([{ message: 'S3CRET is wrong: <b>.', hint: 'Change it.' }, { message: '- [x][y]' }]);
  expect(markdownFormat.error(error, run)).toBe(
    '<!-- ilert-haloitsm plan -->\n### ilert-haloitsm plan: failed\n\n- **Error:** `***` is wrong: `<b>`.<br>Change it.\n- **Error:** - `[x][y]`',
  );
  expect(markdownFormat.error(error, { ...run, command: undefined })).toMatch(
    /^<!-- ilert-haloitsm -->\n### ilert-haloitsm: failed/,
  );
  const stopped = new CliError({ message: 'Cancelled.', exitCode: ExitCode.interrupted });
  expect(markdownFormat.error(stopped, run)).toMatch(/### ilert-haloitsm plan: stopped\n\n- Cancelled\.$/);
});

test('a run that failed shows what was done, what exists and what may', () => {
  const [first, second, third] = created.plan.changes;
  if (!first || !second || !third) throw new TypeError('the plan is too short');
  const resource = { resource: first.resource, title: first.title, service: first.service, name: first.name, id: 7 };
  const failed: Result = {
    kind: 'apply',
    exitCode: ExitCode.failed,
    product: 'HaloITSM',
    wasPending: true,
    changes: [{ ...first, id: 7 }],
    kept: [],
    resources: [resource],
    unknown: [second],
    findings: [],
    failure: new CliError({ code: 'api-unreachable', message: 'HaloITSM did not answer.', exitCode: ExitCode.failed }),
  };
  const markdown = markdownFormat.result(failed, { ...run, command: 'apply' });
  expect(markdown).toContain('### ilert-haloitsm apply: failed; 1 created\n\n- **Error:** HaloITSM did not answer.');
  expect(markdown).toContain('Current state:\n\n- alert source `HaloITSM` (ID 7)\n');
  expect(markdown).toContain(`may exist (no response received)`);
  expect(markdown).toContain(
    'Run the same command again to continue, or "ilert-haloitsm destroy" to remove everything.',
  );
});

/** Creates a plan in which everything from elsewhere is this text. */
function planNaming(text: string): PlanResult {
  const { plan } = updated;
  const changes = plan.changes.map((change) => ({
    ...change,
    name: text,
    labelledFields: change.labelledFields.map((field) => ({
      ...field,
      // A single line stays one.
      beforeText: field.beforeText?.includes('\n') ? `${field.beforeText}\n${text}` : text.replace(/[\r\n]+/g, ' '),
    })),
  }));
  const row = { resource: 'method', title: 'method', row: { id: 9, name: text }, does: `posts to ${text}` } as const;
  return planResult({ ...plan, changes, duplicates: [row] });
}

function fleetOf(reports: readonly TargetReport<CommandResult>[]): FleetResult {
  return { kind: 'fleet', exitCode: ExitCode.done, canResume: false, reports };
}

const reportOf = (target: string, result: PlanResult): TargetReport<CommandResult> => ({
  target,
  outcome: result.pending ? 'pending' : 'done',
  exitCode: ExitCode.done,
  result,
  notes: [],
});

const structure = (markdown: string) =>
  tagsOf(htmlOf(markdown)).filter((tag) => !/^<\/?code/.test(tag) || tag.includes('language'));

test('whatever names others give, the document has the same structure, and outside of code there is nothing of theirs', () => {
  const documentsOf = (text: string) => {
    const plan = planNaming(text);
    const named = { ...run, notes: [`It is ${text}`], about: [['config', text]] as const };
    const failed = {
      target: 'b',
      outcome: 'failed',
      notes: [],
      error: new CliError({ message: `No ${text}`, hint: `Not ${text}`, exitCode: ExitCode.failed }),
    } as const;
    return [
      markdownFormat.result(plan, named),
      markdownFormat.result(fleetOf([reportOf('a', plan), failed]), named),
      markdownFormat.error(usageErrors([{ message: `It is ${text}`, hint: `Change ${text}` }]), named),
    ];
  };
  const plain = documentsOf('word').map(structure);
  fc.assert(
    fc.property(hostile, (text) => {
      const documents = documentsOf(text);
      const withoutMarker = (tags: readonly string[]) => tags.slice(1);
      expect(documents.map((each) => withoutMarker(structure(each)))).toEqual(plain.map(withoutMarker));
      for (const each of documents) expect(textOutsideCode(htmlOf(each))).not.toMatch(NOTIFIES);
    }),
    { numRuns: 100 },
  );
});

test('whatever names others give, the marker is the first line and the only comment, so that no name is taken for it', () => {
  const comments = (markdown: string) => tagsOf(htmlOf(markdown)).filter((tag) => tag.startsWith('<!--'));
  fc.assert(
    fc.property(hostile, hostile, (text, target) => {
      const named = { ...run, notes: [text], about: [['target', target]] as const };
      const plan = planNaming(text);
      for (const markdown of [
        markdownFormat.result(plan, named),
        markdownFormat.result(fleetOf([reportOf(target, plan), reportOf('b', plan)]), named),
        markdownFormat.error(usageErrors([{ message: text, hint: text }]), named),
      ]) {
        const [marker = ''] = markdown.split('\n', 1);
        expect(marker).toMatch(/^<!-- ilert-haloitsm plan target=\S* -->$/);
        expect(comments(markdown)).toEqual([marker]);
      }
    }),
    { numRuns: 100 },
  );
});

test('names of 10,000 characters and payloads of 70,000 leave a document that is complete and short enough', () => {
  const long = fc
    .tuple(hostile, fc.constantFrom(10_000, 70_000))
    .map(([text, length]) => text.repeat(Math.ceil(length / text.length)));
  const number = (tags: readonly string[], wanted: string) => tags.filter((tag) => tag === wanted).length;
  fc.assert(
    fc.property(long, (text) => {
      const plan = planNaming(text);
      for (const markdown of [
        markdownFormat.result(plan, { ...run, notes: [text] }),
        markdownFormat.result(fleetOf([reportOf(text, plan), reportOf('b', created)]), run),
        markdownFormat.error(usageErrors([{ message: text, hint: text }]), run),
      ]) {
        expect(Buffer.byteLength(markdown)).toBeLessThan(65_536);
        expect(markdown).toMatch(/^<!-- ilert-haloitsm plan -->\n### ilert-haloitsm plan: /);
        const tags = tagsOf(htmlOf(markdown));
        for (const name of ['details', 'summary', 'code', 'table'])
          expect(number(tags, `</${name}>`)).toBe(tags.filter((tag) => new RegExp(`^<${name}[ >]`).test(tag)).length);
        expect(textOutsideCode(htmlOf(markdown))).not.toMatch(NOTIFIES);
      }
    }),
    { numRuns: 15 },
  );
});

test('a long line of a payload is cut, not in the middle of a character', () => {
  const plan = planNaming(`${'x'.repeat(10)}\n${'a'.repeat(497)}${'📮'.repeat(10)}`);
  expect(markdownFormat.result(plan, run)).not.toMatch(/\p{Cs}/u);
});

describe('a document is never longer than a comment may be', () => {
  const long = (count: number): Block[] => [
    {
      kind: 'table',
      header: ['', 'a', 'b'],
      rows: Array.from({ length: count }, (_, index) => ['+', `\`row ${index}\``, 'ü📮|'.repeat(30)]),
    },
    { kind: 'list', items: Array.from({ length: count }, (_, index) => `item ${index}`) },
    ...Array.from(
      { length: 5 },
      (_, index): Block => ({
        kind: 'details',
        summary: `part ${index}`,
        blocks: [{ kind: 'fence', language: 'diff', lines: Array.from({ length: count }, () => '+ ````x') }],
      }),
    ),
  ];

  it('and ends its tables, lists, texts and folds wherever it is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_500 }), fc.integer({ min: 300, max: MAX_BYTES }), (count, most) => {
        const markdown = markdownDocument('<!-- x -->\n### y', long(count), most);
        expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(most);
        const tags = tagsOf(htmlOf(markdown));
        const number = (tag: string) => tags.filter((each) => each === tag).length;
        expect(number('<details>')).toBe(number('</details>'));
        expect(tags.filter((tag) => tag === '</pre>').length).toBe((markdown.match(/^`````diff$/gm) ?? []).length);
        expect(number('<td>')).toBe(3 * (number('<tr>') - number('<thead>')));
      }),
      { numRuns: 30 },
    );
  });

  it('and says how much more there is', () => {
    const markdown = markdownDocument('### y', long(2_000), 10_000);
    expect(markdown).toMatch(/^\|\s+\| … and 19\d\d more \|\s+\|$/m);
    expect(markdown).toMatch(/\n\n5 more sections are not shown: the document would be too long for a comment\.$/);
  });

  it('with the beginning of a payload that is new, also where that is one line', () => {
    const { plan } = created;
    const payload = Array.from({ length: 20_000 }, (_, index) => `"${index}"`).join();
    const changes = plan.changes.map((change) => ({
      ...change,
      labelledFields: change.labelledFields.map((field) =>
        field.label === 'Payload' ? { ...field, after: payload, afterText: 'own.json, 1 line' } : field,
      ),
    }));
    const markdown = markdownFormat.result(planResult({ ...plan, changes }), run);
    expect(markdown).toContain('Payload: `own.json, 1 line`');
    expect(markdown).toContain('\n```json\n"0","1","2"');
    expect(markdown).toMatch(/\n… \d+ more lines\n```\n/);
    expect(markdown.length).toBeLessThan(50_000);
  });

  it('with the beginning of both sides of a payload that is replaced by another', () => {
    const lines = (word: string) => Array.from({ length: 3_000 }, (_, index) => `${word} ${index}`).join('\n');
    const live = drifted(applied(desiredOf()), 'method', { requestbody: lines('old') });
    const { plan } = planResult(planApply(desiredOf(), live));
    const changes = plan.changes.map((change) => ({
      ...change,
      labelledFields: change.labelledFields.map((field) => ({ ...field, afterText: lines('new') })),
    }));
    const markdown = markdownFormat.result({ ...planResult({ ...plan, changes }) }, run);
    for (const side of ['- old 0', '- old 149', '+ new 0', '+ new 149', '… 5700 more lines'])
      expect(markdown).toContain(`\n${side}\n`);
  });

  it('with plans of many large tenants', () => {
    const reports = Array.from({ length: 500 }, (_, index) =>
      reportOf(`customer-${index}`, planNaming(`name ${index} `.repeat(40))),
    );
    const markdown = markdownFormat.result(fleetOf(reports), run);
    expect(Buffer.byteLength(markdown)).toBeLessThan(65_536);
    expect(markdown.length).toBeGreaterThan(50_000);
  });
});

test('60 targets are three rows: the one that failed, the one that changes, and those that stay as they are', () => {
  const names = Array.from({ length: 58 }, (_, index) => `customer-${index}`);
  const same = planResult(planApply(desiredOf(), before));
  const failure = new CliError({
    message: 'Cannot connect to https://initech.halopsa.com.',
    hint: 'Check halo.url.',
    exitCode: ExitCode.failed,
  });
  const fleet = fleetOf([
    ...names.map((name) => reportOf(name, same)),
    reportOf('globex', created),
    { target: 'initech', outcome: 'failed', exitCode: ExitCode.failed, notes: [], error: failure },
  ]);
  const markdown = markdownFormat.result(fleet, run);
  expect(markdown.split('\n').slice(1, 8)).toEqual([
    '### ilert-haloitsm plan: 60 targets: 58 without changes, 1 to change, 1 failed; 6 to create',
    '',
    '|  | target | result |',
    '| --- | --- | --- |',
    '| ✘ | `initech` | Cannot connect to `https://initech.halopsa.com`.<br>Check halo.url. |',
    '| + | `globex` | 6 to create |',
    '| ✔ | 58 targets | no changes |',
  ]);
  expect(markdown).toContain(
    '<details><summary><code>globex</code>: 6 to create</summary>\n\n|  | resource | change |',
  );
  expect(markdown).toContain('<details><summary>58 targets: no changes</summary>\n\n- `customer-0`\n- `customer-1`\n');
});

test('targets of which the same is planned are folded together', () => {
  const fleet = fleetOf(['a', 'b', 'c'].map((name) => reportOf(name, created)));
  expect(markdownFormat.result(fleet, run)).toContain('| + | `a`, `b`, `c` | 6 to create |');
});

describe('targets that differ in nothing but their own names', () => {
  const own = (name: string) => planResult(planApply(desiredOf({ 'alertSource.name': `HaloPSA ${name}` }), {}));
  const names = Array.from({ length: 60 }, (_, index) => `customer-${index}`);
  const reports = names.map((name) => ({ ...reportOf(name, own(name)), halo: `https://${name}.halopsa.com` }));

  it('are one row, with their names and what is planned for the first', () => {
    const markdown = markdownFormat.result(fleetOf(reports), run);
    expect(markdown).toContain('| --- | --- | --- |\n| + | 60 targets | 6 to create |\n\n<details>');
    expect(markdown.match(/<summary>.*<\/summary>/g)).toEqual([
      '<summary>60 targets: 6 to create</summary>',
      '<summary>Payload of the method <code>send ticket to ilert</code></summary>',
    ]);
    for (const name of names) expect(markdown).toContain(`- \`${name}\`\n`);
    expect(markdown).toContain(
      'As for `customer-0`; the others differ in their own names, addresses and IDs only:\n\n|  | resource',
    );
    expect(markdown).toContain('| + | alert source `HaloPSA customer-0` |');
    expect(markdown.length).toBeLessThan(6_000);
  });

  it('are apart from one whose plan differs in anything else, also where that has the name of another target', () => {
    const odd = { ...reportOf('customer-60', own('customer-1')), halo: 'https://customer-60.halopsa.com' };
    const markdown = markdownFormat.result(fleetOf([...reports, odd]), run);
    expect(markdown).toContain('| + | 60 targets | 6 to create |\n| + | `customer-60` | 6 to create |');
    expect(markdown).toContain('| + | alert source `HaloPSA customer-1` |');
  });

  it('are apart from one with a value that has the name of its target', () => {
    const filtered = ['true', 'false'].map((name) => {
      const settings = { 'alertSource.name': 'One', 'alertSource.createFilter': `x == ${name}` };
      return reportOf(name, planResult(planApply(desiredOf(settings), {})));
    });
    const markdown = markdownFormat.result(fleetOf(filtered), run);
    expect(markdown).toContain('| + | `true` | 6 to create |\n| + | `false` | 6 to create |');
  });

  it('are apart where another value is the name of the resource, such as that of its escalation policy', () => {
    const namesake = ['acme', 'globex'].map((name) => {
      const plan = planApply(desiredOf({ 'alertSource.name': name }), {});
      const changes = plan.changes.map((change) => ({
        ...change,
        labelledFields: change.labelledFields.map((field) =>
          field.label === 'Escalation policy' ? { ...field, afterText: name } : field,
        ),
      }));
      return reportOf(name, planResult({ ...plan, changes }));
    });
    const markdown = markdownFormat.result(fleetOf(namesake), run);
    expect(markdown).toContain('| + | `acme` | 6 to create |\n| + | `globex` | 6 to create |');
  });

  it('are apart where a long value differs, however much of it is shown', () => {
    const long = 'x, '.repeat(400);
    const at = (before: Fields) => planResult(planApply(desiredOf(), drifted(applied(desiredOf()), 'method', before)));
    const filtered = (end: string) =>
      planResult(planApply(desiredOf({ 'alertSource.createFilter': `${long}${end}` }), {}));
    const payload = (end: string) => at({ requestbody: `{\n"a": "${long}${end}"\n}` });
    for (const planned of [filtered, payload]) {
      const two = ['and', 'or'].map((end, index) => reportOf(`customer-${index}`, planned(end)));
      expect(markdownFormat.result(fleetOf(two), run)).not.toContain('`customer-0`, `customer-1`');
    }
  });

  it('are told apart by the letters around a short name', () => {
    const short = ['a', 'e'].map((name) => reportOf(name, own(name)));
    expect(markdownFormat.result(fleetOf(short), run)).toContain('| + | `a`, `e` | 6 to create |');
  });
});

test('targets that failed are all named in the table, however many, each with its own error', () => {
  const failed = (target: string, message: string): TargetReport<CommandResult> => {
    return { target, outcome: 'failed', notes: [], error: new CliError({ message, exitCode: ExitCode.failed }) };
  };
  const names = Array.from({ length: 20 }, (_, index) => `customer-${index}`);
  const reports = names.map((name, index) => failed(name, index === 7 ? `${name} is gone.` : 'No answer.'));
  const markdown = markdownFormat.result(fleetOf([reportOf('ok', created), ...reports]), run);
  const rows = markdown.split('\n').filter((line) => line.startsWith('| ✘ |'));
  expect(rows).toHaveLength(2);
  for (const name of names) expect(rows.join()).toContain(`\`${name}\``);
  expect(markdown.indexOf('| ✘ |')).toBeLessThan(markdown.indexOf('| + |'));
});

test.each([
  ['creates', created, '+'],
  ['updates', updated, '~'],
] as const)('the sign of a target whose plan only %s is that of the change', (_, result, sign) => {
  expect(markdownFormat.result(fleetOf([reportOf('a', result)]), run)).toContain(`| ${sign} | \`a\` |`);
});
