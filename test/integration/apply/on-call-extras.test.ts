import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, configurationOf, expectNothingPending, runAt, storedIn } from '../../support/tenants.ts';

const LINK = ['--ticket-link'];
const PRIORITY = ['--priority-from-halo', 'Critical=high', '--priority-from-halo', 'Low=low'];
const SEVERITY = ['--severity-from-halo', 'Critical=1', '--severity-from-halo', 'Low=5'];

/** Runs a command with a settings file that has these alert source settings. */
async function withFile(sandbox: Sandbox, alertSource: object, ...argv: string[]) {
  const config = join(temporaryFolder(), 'settings.json');
  writeFileSync(config, JSON.stringify({ alertSource }));
  return runAt(sandbox, [...argv, '--config', config]);
}

const linksOf = ({ ilert }: Sandbox) =>
  (ilert.state.alertSources.at(-1)?.linkTemplates ?? []).map((link) => [
    'text' in link ? link.text : link.linkTextTemplate?.textTemplate,
    link.hrefTemplate.textTemplate,
  ]);

const oursIn = ({ halo }: Sandbox) => ['Open ticket in HaloITSM', `${halo.url}/ticket?id={{ ticket.id }}`];

/** An admin's link, as ilert's page saves it. */
const THEIRS = {
  linkTextTemplate: { textTemplate: 'Runbook' },
  hrefTemplate: { textTemplate: 'https://wiki.example/{{ ticket.tickettype.id }}' },
};
const theirs = ['Runbook', 'https://wiki.example/{{ ticket.tickettype.id }}'];

describe('the link to the ticket', () => {
  it('is set by its ID alone, and a second run changes nothing', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...LINK);
    expect(linksOf(sandbox)).toEqual([oursIn(sandbox)]);
    await expectNothingPending(sandbox, ...LINK);
  });

  it('is in the plan under its own name, as not yet confirmed', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { stdout } = await runAt(sandbox, ['plan', ...LINK]);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain(`Link to the ticket none → ${sandbox.halo.url}/ticket?id={{ ticket.id }} `);
    expect(text).toContain('Not yet confirmed on a live tenant: Link to the ticket. Plan:');
    const { stdout: markdown } = await runAt(sandbox, ['plan', ...LINK, '--format', 'markdown']);
    expect(markdown).toContain('\n\nNot yet confirmed on a live tenant: Link to the ticket.\n');
    expect(markdown.match(/not yet confirmed/gi)).toHaveLength(1);
    expect(stdout).not.toContain('Links');
  });

  it('of an admin that leads to the same page is enough, and is never removed', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const [, address = ''] = oursIn(sandbox);
    storedIn(sandbox).source.linkTemplates = [
      { linkTextTemplate: { textTemplate: 'Mine' }, hrefTemplate: { textTemplate: address } },
    ];
    for (const ticketLink of [true, false]) {
      expect((await withFile(sandbox, { ticketLink }, 'apply', '--yes')).exitCode).toBe(0);
      expect(linksOf(sandbox)).toEqual([['Mine', address]]);
    }
  });

  it('leaves the links of others as they are, when it is added, moved to another host and removed', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { source } = storedIn(sandbox);
    source.linkTemplates = [THEIRS];
    await applied(sandbox, ...LINK);
    expect(linksOf(sandbox)).toEqual([theirs, oursIn(sandbox)]);
    const [, ours] = source.linkTemplates;
    const former = { ...ours, hrefTemplate: { textTemplate: 'https://old.haloitsm.com/ticket?id={{ticket.id}}' } };
    source.linkTemplates = [former, THEIRS];
    await applied(sandbox, ...LINK);
    expect(linksOf(sandbox)).toEqual([oursIn(sandbox), theirs]);
    const planned = await withFile(sandbox, { ticketLink: false }, 'plan');
    expect(planned.stdout.replace(/\s+/g, ' ')).toMatch(/Link to the ticket http\S+ .* → none/);
    expect(planned.stdout).not.toMatch(/not yet confirmed/i);
    const removed = await withFile(sandbox, { ticketLink: false }, 'apply');
    expect([removed.exitCode, linksOf(sandbox)]).toEqual([0, [theirs]]);
  });

  it('is left alone where no setting asks for it', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...LINK);
    await expectNothingPending(sandbox);
    await applied(sandbox, '--severity', '2');
    expect(linksOf(sandbox)).toEqual([oursIn(sandbox)]);
  });

  it('is not added beside another one that leads to the ticket, which is not removed either', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const own = { text: 'Ticket', hrefTemplate: { textTemplate: `${sandbox.halo.url}/ticket?id={{ticket.id}}` } };
    storedIn(sandbox).source.linkTemplates = [own];
    await expectNothingPending(sandbox, ...LINK);
    await withFile(sandbox, { ticketLink: false }, 'apply');
    expect(storedIn(sandbox).source.linkTemplates).toEqual([own]);
  });

  it('stays where somebody adds another one that leads to the ticket', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...LINK);
    const jump = { text: 'Jump', hrefTemplate: { textTemplate: oursIn(sandbox)[1] ?? '' } };
    storedIn(sandbox).source.linkTemplates?.unshift(jump);
    await expectNothingPending(sandbox, ...LINK);
    await expectNothingPending(sandbox);
  });

  it('is added to the links that the settings list', async () => {
    const sandbox = await sandboxOfTest();
    const settings = { ticketLink: true, linkTemplates: [{ text: 'Wiki', href: 'https://wiki.example' }] };
    expect((await withFile(sandbox, settings, 'apply')).exitCode).toBe(0);
    expect(linksOf(sandbox)).toEqual([['Wiki', 'https://wiki.example'], oursIn(sandbox)]);
    expect((await withFile(sandbox, settings, 'plan', '--exit-code')).exitCode).toBe(0);
  });

  it.each([
    ['others', [{ text: 'Wiki', href: 'https://wiki.example' }], [['Wiki', 'https://wiki.example']]],
    ['none', [], []],
  ])('is kept in its place where the settings list %s and do not speak of it', async (_, linkTemplates, listed) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...LINK);
    storedIn(sandbox).source.linkTemplates?.push(THEIRS);
    expect((await withFile(sandbox, { linkTemplates }, 'apply')).exitCode).toBe(0);
    expect(linksOf(sandbox)).toEqual([oursIn(sandbox), ...listed]);
    expect((await withFile(sandbox, { linkTemplates }, 'plan', '--exit-code')).exitCode).toBe(0);
    await withFile(sandbox, { linkTemplates, ticketLink: false }, 'apply');
    expect(linksOf(sandbox)).toEqual(listed);
  });

  it('is not there twice where the settings list it themselves', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...LINK);
    const [text, href] = oursIn(sandbox);
    const settings = {
      linkTemplates: [
        { text: 'Wiki', href: 'https://wiki.example' },
        { text, href },
      ],
    };
    expect((await withFile(sandbox, settings, 'apply')).exitCode).toBe(0);
    expect(linksOf(sandbox)).toEqual([['Wiki', 'https://wiki.example'], oursIn(sandbox)]);
  });

  it('leaves no room for ten others in the settings, which is refused before anything is written', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...LINK);
    const before = configurationOf(sandbox);
    const linkTemplates = Array.from({ length: 10 }, (_, index) => ({
      text: `Wiki ${index}`,
      href: 'https://w.example',
    }));
    const { exitCode, stderr } = await withFile(sandbox, { linkTemplates }, 'apply');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('no room for the link to the ticket')]);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('is refused before anything is written where ten links of others leave no room', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    storedIn(sandbox).source.linkTemplates = Array.from({ length: 10 }, () => THEIRS);
    const before = configurationOf(sandbox);
    const { exitCode, stderr } = await runAt(sandbox, ['apply', ...LINK]);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining(
        'no room for the link to the ticket: there are 10 other links, the most that ilert allows',
      ),
    ]);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it("is set with ilert's side alone, where the URL of HaloITSM is known", async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--only', 'ilert', ...LINK);
    expect(linksOf(sandbox)).toEqual([oursIn(sandbox)]);
    const { exitCode, stderr } = await runAt(sandbox, ['plan', '--only', 'ilert', ...LINK], {
      env: { HALO_URL: undefined },
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--ticket-link needs the URL of HaloITSM')]);
  });
});

describe("alert priority and severity from HaloITSM's priority", () => {
  it('go by the name of the priority, and a second run changes nothing', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...PRIORITY, ...SEVERITY);
    const valueTemplate = { textTemplate: '{{ ticket.priority.name }}' };
    expect(storedIn(sandbox).source).toMatchObject({
      priorityTemplate: {
        valueTemplate,
        mappings: [
          { value: 'Critical', priority: 'HIGH' },
          { value: 'Low', priority: 'LOW' },
        ],
      },
      severityTemplate: {
        valueTemplate,
        mappings: [
          { value: 'Critical', severity: 1 },
          { value: 'Low', severity: 5 },
        ],
      },
    });
    await expectNothingPending(sandbox, ...PRIORITY, ...SEVERITY);
  });

  it('are in the plan under their own names, as not yet confirmed', async () => {
    const sandbox = await sandboxOfTest();
    const { stdout } = await runAt(sandbox, ['plan', ...PRIORITY, ...SEVERITY]);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('Priority from Halo Critical is high, Low is low');
    expect(text).toContain('Severity from Halo Critical is 1, Low is 5');
    expect(text).toContain('Not yet confirmed on a live tenant: Priority from Halo, Severity from Halo. Plan:');
  });

  it('are left alone where no setting asks for them, and removed by "none"', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...PRIORITY, ...SEVERITY);
    await expectNothingPending(sandbox);
    const none = ['--priority-from-halo', 'none', '--severity-from-halo', 'none'];
    await applied(sandbox, ...none);
    expect(storedIn(sandbox).source).not.toHaveProperty('priorityTemplate');
    expect(storedIn(sandbox).source).not.toHaveProperty('severityTemplate');
    await expectNothingPending(sandbox, ...none);
  });

  it('"none" leaves a template that goes by something else', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    storedIn(sandbox).source.priorityTemplate = {
      valueTemplate: { textTemplate: '{{ ticket.site_name }}' },
      mappings: [{ value: 'HQ', priority: 'HIGH' }],
    };
    await expectNothingPending(sandbox, '--priority-from-halo', 'none');
  });

  it.each([
    ['Critcal=high', 'HaloITSM has no priority "Critcal" (--priority-from-halo).', 'Did you mean "Critical"?'],
    ['critical=high', 'HaloITSM has no priority "critical" (--priority-from-halo).', 'Did you mean "Critical"?'],
  ])('refuse %s before anything is written', async (given, message, hint) => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await runAt(sandbox, ['apply', '--priority-from-halo', given]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).toContain(hint);
    expect(sandbox.writes()).toBe(0);
  });

  it('take a name that several service level agreements have', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.priorities.push({ id: 9, name: 'Critical' });
    await applied(sandbox, '--priority-from-halo', 'Critical=high');
  });

  it.each([
    ['by ilert alone', ['--only', 'ilert']],
    ['where priorities may not be listed', []],
  ])('take names that cannot be checked: %s', async (_, argv) => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ path }) => (path === '/api/Priority' ? { kind: 'respond', status: 403 } : undefined);
    await applied(sandbox, '--priority-from-halo', 'P1=high', ...argv);
  });
});

describe('a priority whose name in HaloITSM has spaces around it', () => {
  /** The priority of a new ticket in the sandbox. */
  const MEDIUM = ['--priority-from-halo', 'Medium=low', '--severity-from-halo', 'Medium=2'];
  const mappingsIn = (sandbox: Sandbox) => storedIn(sandbox).source.priorityTemplate?.mappings;

  async function sandboxWith(name: string): Promise<Sandbox> {
    const sandbox = await sandboxOfTest();
    for (const row of sandbox.halo.state.priorities) if (row.name === 'Medium') row.name = name;
    return sandbox;
  }

  it.each(['Medium ', ' Medium', ' Medium  '])('is mapped as tickets send it: "%s"', async (name) => {
    const sandbox = await sandboxWith(name);
    await applied(sandbox, ...MEDIUM);
    expect(mappingsIn(sandbox)).toEqual([{ value: name, priority: 'LOW' }]);
    await expectNothingPending(sandbox, ...MEDIUM);
    await expectNothingPending(sandbox, ...MEDIUM, '--only', 'ilert');
    const { exitCode, stdout } = await runAt(sandbox, ['verify', '--yes', '--through-halo', ...MEDIUM]);
    expect([exitCode, stdout.replace(/\s+/g, ' ')]).toEqual([0, expect.stringContaining('priority low, severity 2')]);
  });

  it('replaces the mapping of the name without them, which no ticket would match', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...MEDIUM);
    for (const row of sandbox.halo.state.priorities) if (row.name === 'Medium') row.name = 'Medium ';
    expect((await runAt(sandbox, ['status', ...MEDIUM])).exitCode).toBe(4);
    await applied(sandbox, ...MEDIUM);
    expect(mappingsIn(sandbox)).toEqual([{ value: 'Medium ', priority: 'LOW' }]);
  });

  it('is mapped beside the one without them, if service level agreements differ in that', async () => {
    const sandbox = await sandboxOfTest();
    const medium = sandbox.halo.state.priorities.find(({ name }) => name === 'Medium');
    if (medium) sandbox.halo.state.priorities.push({ ...medium, id: 99, name: 'Medium ' });
    await applied(sandbox, ...MEDIUM);
    expect(mappingsIn(sandbox)?.map(({ value }) => value)).toEqual(['Medium', 'Medium ']);
    await expectNothingPending(sandbox, ...MEDIUM);
  });

  it('fails verify while the alert source has no mapping for it', async () => {
    const sandbox = await sandboxWith('Medium ');
    await applied(sandbox, ...MEDIUM);
    const { source } = storedIn(sandbox);
    for (const mapping of [...(source.priorityTemplate?.mappings ?? []), ...(source.severityTemplate?.mappings ?? [])])
      Object.assign(mapping, { value: 'Medium' });
    const { exitCode, stdout } = await runAt(sandbox, ['verify', '--yes', '--json', '--through-halo', ...MEDIUM]);
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('alert-extras-missing')]);
    expect(stdout).toContain('does not map the ticket\'s priority \\"Medium \\"');
  });

  it('is in a file of init --from-live without them, with which nothing is pending', async () => {
    const sandbox = await sandboxWith('Medium ');
    await applied(sandbox, ...MEDIUM);
    const cwd = temporaryFolder();
    expect((await runAt(sandbox, ['init', 's.yaml', '--from-live'], { cwd })).exitCode).toBe(0);
    const { alertSource } = parse(readFileSync(join(cwd, 's.yaml'), 'utf8'));
    expect([alertSource.priorityFromHalo, alertSource.severityFromHalo]).toEqual([{ Medium: 'low' }, { Medium: 2 }]);
    expect((await runAt(sandbox, ['plan', '--exit-code', '--config', 's.yaml'], { cwd })).exitCode).toBe(0);
  });
});

const LOST: [string, string[], string, string][] = [
  ['the link', LINK, 'linkTemplates', 'Link to the ticket: nothing instead of http'],
  ['the priority', PRIORITY, 'priorityTemplate', 'Priority from Halo: nothing instead of Critical is high, Low is low'],
  ['the severity', SEVERITY, 'severityTemplate', 'Severity from Halo: nothing instead of Critical is 1, Low is 5'],
];

it.each(LOST)('apply says plainly that ilert did not keep %s', async (_, argv, field, told) => {
  const sandbox = await sandboxOfTest();
  sandbox.intercept = ({ method, path, body }) => {
    if (method !== 'GET' && path.startsWith('/api/alert-sources')) delete (body as Record<string, unknown>)[field];
    return undefined;
  };
  const { exitCode, stdout } = await runAt(sandbox, ['apply', '--json', ...argv]);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout).error).toMatchObject({
    code: 'setting-not-kept',
    message: expect.stringContaining(told),
    hint: expect.stringMatching(/^No live account has confirmed .* Remove the setting to continue without it/),
  });
  const text = await runAt(sandbox, ['apply', ...argv]);
  expect(text.stderr).toContain('Remove the setting to continue without it');
  expect(text.stdout + text.stderr).not.toMatch(/Run the same command again|Another run/);
  await expectNothingPending(sandbox);
});

it('where ilert keeps neither these nor something else, apply does not say that they are all', async () => {
  const sandbox = await sandboxOfTest();
  sandbox.intercept = ({ method, path, body }) => {
    if (method !== 'GET' && path.startsWith('/api/alert-sources'))
      Object.assign(body as object, { linkTemplates: undefined, severity: undefined });
    return undefined;
  };
  const { stdout } = await runAt(sandbox, ['apply', '--json', '--severity', '2', ...LINK]);
  expect(JSON.parse(stdout).error).toMatchObject({ code: 'failed', hint: expect.stringContaining('Another run') });
});

it.each(LOST)('a plan in JSON marks %s as unconfirmed, and its text is the value alone', async (_, argv, field) => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox, ...argv);
  delete (storedIn(sandbox).source as unknown as Record<string, unknown>)[field];
  const { stdout } = await runAt(sandbox, ['plan', '--json', ...argv]);
  const { changes }: { changes: { fields: { afterText: string; unconfirmed?: true }[] }[] } = JSON.parse(stdout);
  const fields = changes.flatMap((change) => change.fields);
  expect(fields).toEqual([expect.objectContaining({ unconfirmed: true })]);
  expect(fields[0]?.afterText).not.toContain('confirmed');
});

it.each(LOST)('status reports %s as drift, and apply brings it back', async (_, argv, field, told) => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox, ...argv);
  delete (storedIn(sandbox).source as unknown as Record<string, unknown>)[field];
  const { exitCode, stdout } = await runAt(sandbox, ['status', ...argv]);
  expect(exitCode).toBe(4);
  expect(stdout.replace(/\s+/g, ' ')).toContain(`differs from the settings: ${told.split(':')[0]}.`);
  await applied(sandbox, ...argv);
  await expectNothingPending(sandbox, ...argv);
});

describe('verify', () => {
  const MAPPED = [...LINK, '--priority', 'high', ...PRIORITY, ...SEVERITY];

  it('shows that the alert has the link, the priority and the severity', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...MAPPED);
    const { exitCode, stdout } = await runAt(sandbox, ['verify', '--only', 'ilert', '--yes', ...MAPPED]);
    expect(exitCode).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain('Alert has what the alert source adds');
    expect(stdout.replace(/\s+/g, ' ')).toContain('link, priority low, severity 5');
  });

  it('fails where ilert keeps them and does not apply them, and says that tickets still become alerts', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...MAPPED);
    for (const fact of ['ilert-links', 'ilert-mappings'] as const) sandbox.ilert.state.contradicted.add(fact);
    const { exitCode, stdout } = await runAt(sandbox, ['verify', '--only', 'ilert', '--yes', '--json', ...MAPPED]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('alert-extras-missing');
    expect(stdout).toContain('Tickets still become alerts.');
    expect(sandbox.ilert.state.alerts.map(({ status }) => status)).toEqual(['RESOLVED']);
  });

  it.each([
    [['Critical=high'], [], 'priority high'],
    [['Critical=high', 'Medium=low', 'High=high'], [], 'priority low'],
    [['Critical=high'], ['High=2'], 'priority: not mapped for priority High, severity 2'],
    [['Critical=high', 'Low=high'], ['High=2'], 'priority high, severity: not mapped for priority Low'],
  ])(
    'tests a priority that is mapped, and says what it could not show: %j, %j',
    async (priorities, severities, told) => {
      const sandbox = await sandboxOfTest();
      const argv = [
        ...priorities.flatMap((each) => ['--priority-from-halo', each]),
        ...severities.flatMap((each) => ['--severity-from-halo', each]),
      ];
      await applied(sandbox, ...argv);
      const { exitCode, stdout } = await runAt(sandbox, ['verify', '--only', 'ilert', '--yes', ...argv]);
      expect([exitCode, stdout.replace(/\s+/g, ' ')]).toEqual([0, expect.stringContaining(told)]);
    },
  );
});

it('init --from-live writes them as settings of their own, with which nothing is pending', async () => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox, ...LINK, ...PRIORITY, ...SEVERITY);
  storedIn(sandbox).source.linkTemplates?.push(THEIRS);
  const cwd = temporaryFolder();
  const { exitCode } = await runAt(sandbox, ['init', 's.yaml', '--from-live'], { cwd });
  expect(exitCode).toBe(0);
  const file = readFileSync(join(cwd, 's.yaml'), 'utf8');
  expect(parse(file).alertSource).toMatchObject({
    ticketLink: true,
    priorityFromHalo: { Critical: 'high', Low: 'low' },
    severityFromHalo: { Critical: 1, Low: 5 },
    linkTemplates: [{ text: theirs[0], href: theirs[1] }],
  });
  const { exitCode: pending } = await runAt(sandbox, ['plan', '--exit-code', '--config', 's.yaml'], { cwd });
  expect(pending).toBe(0);
});

describe('a priority that is called as no entry can be', () => {
  it.each<[string, string]>([
    ['alertSource:\n  priorityFromHalo: { Low: low, __proto__: high }\n', 'settings.yaml'],
    ['alertSource:\n  priorityTemplate: { value: "{{ x }}", mappings: { __proto__: high } }\n', 'settings.yaml'],
    ['{ "alertSource": { "severityFromHalo": { "Low": 5, "__proto__": 1 } } }', 'settings.json'],
  ])('is refused, and no mapping is lost: %s', async (text, name) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...PRIORITY, ...SEVERITY);
    const before = structuredClone(storedIn(sandbox).source);
    const config = join(temporaryFolder(), name);
    writeFileSync(config, text);
    const { exitCode, stderr } = await runAt(sandbox, ['apply', '--yes', '--config', config]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('entry "__proto__" can\'t be set')]);
    expect(storedIn(sandbox).source).toEqual(before);
  });

  it('is left as it is by init --from-live, which says so', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...PRIORITY);
    storedIn(sandbox).source.priorityTemplate?.mappings.push({ value: '__proto__', priority: 'HIGH' });
    const cwd = temporaryFolder();
    const { exitCode, stderr } = await runAt(sandbox, ['init', 's.yaml', '--from-live'], { cwd });
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('priority template of the alert source')]);
    expect(readFileSync(join(cwd, 's.yaml'), 'utf8')).not.toContain('__proto__');
  });
});

it('a saved plan with them is applied as it was reviewed', async () => {
  const sandbox = await sandboxOfTest();
  const cwd = temporaryFolder();
  const argv = [...LINK, ...PRIORITY];
  expect((await runAt(sandbox, ['plan', '--out', 'plan.json', ...argv], { cwd })).exitCode).toBe(0);
  expect((await runAt(sandbox, ['apply', '--plan', 'plan.json', ...argv], { cwd })).exitCode).toBe(0);
  expect(linksOf(sandbox)).toEqual([oursIn(sandbox)]);
});
