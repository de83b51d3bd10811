import { SaxesParser } from 'saxes';
import { expect } from 'vitest';

/** An element of a report, as a CI system reads it. */
export interface ReportElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly ReportElement[];
  readonly text: string;
}

interface Rule {
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  /** In this order. */
  readonly children: readonly string[];
}

const COUNTS = ['tests', 'failures', 'errors'];

/** What both Jenkins (`junit-10.xsd`) and Maven Surefire (`surefire-test-report.xsd`) allow, as far as it is used. */
const RULES: Readonly<Record<string, Rule>> = {
  testsuites: { required: ['name', ...COUNTS, 'time'], children: ['testsuite'] },
  testsuite: {
    required: ['name', ...COUNTS, 'skipped', 'time'],
    optional: ['timestamp'],
    children: ['testcase', 'system-out', 'system-err'],
  },
  testcase: {
    required: ['classname', 'name', 'time'],
    children: ['failure', 'error', 'skipped', 'system-out'],
  },
  failure: { required: ['message', 'type'], children: [] },
  error: { required: ['message', 'type'], children: [] },
  skipped: { required: ['message'], children: [] },
  'system-out': { required: [], children: [] },
  'system-err': { required: [], children: [] },
};

/** Reads a report, and expects it to be well-formed and valid, with correct counts. */
export function readReport(xml: string): ReportElement {
  const root = parsed(xml);
  expect(root.name).toBe('testsuites');
  assertValid(root);
  for (const element of [root, ...root.children]) {
    const cases =
      element === root ? root.children.flatMap(({ children }) => casesIn(children)) : casesIn(element.children);
    const count = (name: string) => cases.filter(({ children }) => children.some((each) => each.name === name)).length;
    const { tests, failures, errors, skipped } = element.attributes;
    expect([tests, failures, errors]).toEqual([cases.length, count('failure'), count('error')].map(String));
    if (element !== root) expect(skipped).toBe(String(count('skipped')));
  }
  return root;
}

/** Returns how each test case of a report ended, by name. */
export function outcomesIn({ children }: ReportElement): Record<string, string> {
  const cases = children.flatMap((suite) => casesIn(suite.children));
  return Object.fromEntries(
    cases.map(({ attributes, children: [ended] }) => [
      attributes.name,
      ended && ended.name !== 'system-out' ? `${ended.name}: ${ended.attributes.message}` : 'passed',
    ]),
  );
}

function casesIn(elements: readonly ReportElement[]): ReportElement[] {
  return elements.filter(({ name }) => name === 'testcase');
}

function assertValid({ name, attributes, children, text }: ReportElement): void {
  const rule = RULES[name] ?? { required: [], children: [] };
  expect(Object.keys(RULES)).toContain(name);
  expect(Object.keys(attributes)).toEqual(expect.arrayContaining([...rule.required]));
  expect([...rule.required, ...(rule.optional ?? [])]).toEqual(expect.arrayContaining(Object.keys(attributes)));
  for (const count of [...COUNTS, 'skipped']) expect(attributes[count] ?? '0').toMatch(/^\d+$/);
  expect(attributes.time ?? '0.000').toMatch(/^\d+\.\d{3}$/);
  expect(attributes.timestamp ?? '2026-01-01T00:00:00').toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  const places = children.map((child) => rule.children.indexOf(child.name));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  if (rule.children.length > 0) expect(text.trim()).toBe('');
  for (const child of children) assertValid(child);
}

function parsed(xml: string): ReportElement {
  const parser = new SaxesParser();
  const open: { name: string; attributes: Record<string, string>; children: ReportElement[]; text: string }[] = [];
  const roots: ReportElement[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    open.push({ name, attributes: attributes as Record<string, string>, children: [], text: '' });
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element) (open.at(-1)?.children ?? roots).push(element);
  });
  parser.write(xml).close();
  const [root] = roots;
  if (!root) throw new Error('the report is empty');
  return root;
}
