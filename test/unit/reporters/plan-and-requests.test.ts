import { describe, expect, it, test } from 'vitest';
import type { Fields } from '../../../src/engine/values.ts';
import type { Names } from '../../../src/providers/names.ts';
import { planApply, planDestroy } from '../../../src/providers/plan.ts';
import { renderPlan } from '../../../src/reporters/plan.ts';
import { renderRequests, requestsOf } from '../../../src/reporters/requests.ts';
import { createStyle } from '../../../src/ui/style.ts';
import { applied, desiredOf, drifted, IDS, recommended } from '../providers/plan/tenants-in-memory.ts';

const plain = createStyle(false);
const NAMES: Names = {
  escalationPolicy: new Map([
    ['10', 'Default'],
    ['11', 'Critical incidents'],
  ]),
  priority: new Map([
    ['1', 'Critical'],
    ['2', 'High'],
  ]),
};
const desired = desiredOf({}, { names: NAMES });
const made = applied(desired);
const ALL = { ticketType: [], priority: [], team: [] };
const shownFor = (live: typeof made) => renderPlan(planApply(desired, live), plain);

test('on empty tenants the plan lists what is created, by service, as the products show it', () => {
  expect(shownFor({})).toBe(
    [
      'ilert',
      '  + alert source "HaloITSM"',
      '      Escalation policy   Critical incidents',
      '      Alert grouping      Do not group alerts',
      '',
      'HaloITSM',
      '  + custom integration "ilert integration"',
      '      Base URL        https://api.ilert.com',
      '      Authorization   None',
      '  + method "send ticket to ilert"',
      '      URL       POST to the URL of the alert source',
      '      Payload   recommended, 35 lines',
      '  + runbook "ilert runbook"',
      '      Steps   call "send ticket to ilert", retry while ilert is unreachable',
      '  + event "New Ticket Logged"',
      '      Tickets   all',
      '  + event "Ticket Status Changed"',
      '      Tickets   all',
      '',
      'Plan: 6 to create.',
    ].join('\n'),
  );
});

test('a plan without changes is one line; with --verbose it lists what is unchanged, with IDs', () => {
  expect(shownFor(made)).toBe('No changes. Everything is up to date.');
  const shown = renderPlan(planApply(desired, made), plain, { verbose: true });
  expect(shown).toContain('  = alert source "HaloITSM" (ID 101)');
  expect(shown).toContain(`  = runbook "ilert runbook" (ID ${IDS.runbook})`);
});

test('a change shows each field before and after, without IDs, and what stays is only counted', () => {
  expect(
    shownFor(drifted(drifted(made, 'runbook', { active: false }), 'method', { method: 0, authorizationtype: 2 })),
  ).toBe(
    [
      'HaloITSM',
      '  ~ method "send ticket to ilert"',
      '      HTTP method     GET → POST',
      '      Authorization   Bearer token → Same as the custom integration',
      '  ~ runbook "ilert runbook"',
      '      Active   no → yes',
      '',
      'Plan: 0 to create, 2 to update, 4 unchanged.',
    ].join('\n'),
  );
});

test('with --verbose the payload of a new method is shown', () => {
  const shown = renderPlan(planApply(desired, {}), plain, { verbose: true });
  const [, ...lines] = shown.slice(shown.indexOf('      Payload')).split('\n');
  const payload = lines.slice(0, recommended.trimEnd().split('\n').length).map((line) => line.slice(8));
  expect(payload.join('\n')).toBe(recommended.trimEnd());
});

test('with --verbose a change has its ID as well', () => {
  const plan = planApply(desired, drifted(made, 'runbook', { active: false }));
  expect(renderPlan(plan, plain, { verbose: true })).toContain(`  ~ runbook "ilert runbook" (ID ${IDS.runbook})`);
});

test('of two of one name, the ID tells which one is meant', () => {
  const [change, ...rest] = planApply(desired, drifted(made, 'method', { method: 0 })).changes.filter(
    ({ resource }) => resource === 'method',
  );
  if (!change) throw new TypeError('the plan has no method');
  const copy = { ...change, id: 22 };
  const shown = renderPlan({ ...planApply(desired, made), changes: [change, copy, ...rest] }, plain);
  expect(shown.match(/method "send ticket to ilert" \(ID \d+\)/g)).toEqual([
    'method "send ticket to ilert" (ID 21)',
    'method "send ticket to ilert" (ID 22)',
  ]);
});

describe('a second method or runbook that does the work of ours', () => {
  const duplicates = [
    { resource: 'runbook', title: 'runbook', row: { id: 'b7', name: 'copy' }, does: 'calls the method "x"' },
  ];
  const shown = renderPlan(planApply(desired, made, duplicates), plain);

  it('is named after the changes, with its id and what to do', () => {
    expect(shown).toContain(
      [
        '! The runbook "copy" (ID b7) also calls the method "x", so tickets may reach ilert twice.',
        '  Remove it in HaloITSM, or, if it is the one to keep, use --adopt runbook:b7.',
        '',
      ].join('\n'),
    );
  });

  it('is never shown as everything being up to date', () => {
    expect(shown.split('\n').at(-1)).toBe('No changes, but see above.');
  });
});

describe('a filter of the events', () => {
  const filtered = desiredOf(
    { 'halo.onlyPriority': ['1', '2'] },
    { filters: { ...ALL, priority: [1, 2] }, names: NAMES },
  );
  const planned = (wanted: typeof desired, live: typeof made) => renderPlan(planApply(wanted, live), plain);

  it('that changes is one line, in words', () => {
    const filters = { ...ALL, priority: [1], team: ['2nd Line'] };
    const shown = planned(desiredOf({}, { filters, names: NAMES }), made);
    expect(shown).toContain('      Tickets   all → Priority is Critical and team is 2nd Line');
    expect(shown).not.toContain('condition_count');
  });

  it('of several values is an event for each combination, shown together, and "Closed" for all tickets', () => {
    expect(planned(filtered, {})).toContain(
      [
        '  + event "Closed"',
        '      Tickets   all, so that closing one always resolves its alert',
        '  + event "New Ticket Logged" (2 events, one per combination)',
        '      Tickets   Priority is Critical or High',
        '  + event "Ticket Status Changed" (2 events, one per combination)',
        '      Tickets   Priority is Critical or High',
        '',
      ].join('\n'),
    );
  });

  it('of several attributes is one sentence', () => {
    const filters = { ticketType: [], priority: [1, 2], team: ['2nd Line', 'Up and Down'] };
    expect(planned(desiredOf({}, { filters, names: NAMES }), {})).toContain(
      [
        '  + event "New Ticket Logged" (4 events, one per combination)',
        '      Tickets   Priority is Critical or High and team is 2nd Line or Up and Down',
      ].join('\n'),
    );
  });

  it('of several values shows each event with all its details, if all is asked for', () => {
    expect(renderPlan(planApply(filtered, {}), plain, { verbose: true })).toContain(
      [
        '  + event "Closed"',
        '      Tickets   all, so that closing one always resolves its alert',
        '  + event "New Ticket Logged"',
        '      Tickets   Priority is Critical',
        '  + event "New Ticket Logged (2)"',
        '      Tickets   Priority is High',
        '  + event "Ticket Status Changed"',
        '      Tickets   Priority is Critical',
        '  + event "Ticket Status Changed (2)"',
        '      Tickets   Priority is High',
        '',
      ].join('\n'),
    );
  });

  it('that is no longer wanted is removed with its events', () => {
    const shown = planned(desiredOf({}, { filters: ALL, names: NAMES }), applied(filtered));
    expect(shown).toContain('      Tickets   Priority is Critical → all');
    expect(shown.match(/^ {2}- event .* \(ID \d+\)$/gm)).toHaveLength(3);
    expect(shown.split('\n').at(-1)).toBe('Plan: 0 to create, 2 to update, 3 to remove, 4 unchanged.');
  });
});

describe('a payload that differs', () => {
  const payloadShown = (requestbody: unknown, verbose = false) => {
    const live = drifted(made, 'method', { requestbody } as Fields);
    const lines = renderPlan(planApply(desired, live), plain, { verbose }).split('\n');
    const start = lines.findIndex((line) => line.startsWith('      Payload'));
    return lines.slice(
      start,
      lines.findIndex((line, index) => index > start && !line.startsWith('        ')),
    );
  };

  it('shows both sides of what differs, with a line around it', () => {
    expect(payloadShown(recommended.replace('<<ticket^team>>', '"none"'))).toEqual([
      '      Payload',
      expect.stringMatching(/^ {10} +"/),
      '        -         "team" : "none",',
      '        +         "team" : <<ticket^team>>,',
      expect.stringMatching(/^ {10} +"/),
    ]);
  });

  it('in many lines is cut, unless all is asked for', () => {
    const shown = payloadShown('a\n'.repeat(3));
    expect(shown).toHaveLength(18);
    expect(shown.at(-1)).toMatch(/^ {8}… \d+ more lines \(--verbose shows all\)$/);
    expect(payloadShown('a\n'.repeat(3), true)).toHaveLength(39);
    const ofBoth = payloadShown('a\n'.repeat(50));
    for (const sign of ['-', '+']) expect(ofBoth.filter((line) => line.startsWith(`        ${sign} `)).length).toBe(8);
  });

  it('in the order of its lines alone says so', () => {
    const [first = '', second = '', ...rest] = recommended.split('\n');
    expect(payloadShown([second, first, ...rest].join('\n'))).toEqual([
      '      Payload   (only the order of lines differs)',
    ]);
  });

  it('in its spaces alone says so', () => {
    expect(payloadShown(recommended.replaceAll('        ', '\t'))).toEqual(['      Payload   (only spaces differ)']);
  });

  it('from none shows all of it as new', () => {
    expect(payloadShown(undefined).slice(1, 3)).toEqual(['        + {', expect.stringMatching(/^ {8}\+ /)]);
  });
});

describe('a plan of destroy', () => {
  it('shows the events of a filter together, and no IDs', () => {
    const filtered = desiredOf({}, { filters: { ...ALL, priority: [1, 2] }, names: NAMES });
    const shown = renderPlan(planDestroy(filtered.settings, applied(filtered)), plain);
    expect(shown).toContain('  - event "New Ticket Logged" (2 events, one per combination)\n');
    expect(shown).not.toContain('(ID ');
  });

  it('lists what is removed', () => {
    const shown = renderPlan(planDestroy(desired.settings, made), plain);
    expect(shown).toContain('  - event "New Ticket Logged"\n');
    expect(shown.split('\n').at(-1)).toBe('Plan: 6 to remove.');
  });

  it('says what is kept, and why', () => {
    const live = drifted(made, 'custom-integration', { methods: [{ id: 99, name: 'call Slack' }] });
    const shown = renderPlan(planDestroy(desired.settings, live), plain);
    expect(shown).toMatch(
      / {2}= custom integration "ilert integration" \(kept: still used by another method: "call Slack" \(ID 99\)\)/,
    );
    expect(shown.split('\n').at(-1)).toBe('Plan: 5 to remove, 1 kept.');
  });

  it('without changes says so', () => {
    expect(renderPlan(planDestroy(desired.settings, {}), plain)).toBe('Nothing to remove: none of these exist.');
  });
});

describe('names from the services cannot control the terminal', () => {
  const evil = 'x\u001b[2J\u202e\u0007\r';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  const steering = /[\u001b\u202e\u0007\r]/;
  it.each([
    [
      'a name in the way of a removal',
      () => planDestroy(desired.settings, drifted(made, 'custom-integration', { methods: [{ id: 99, name: evil }] })),
    ],
    ['a value before', () => planApply(desired, drifted(made, 'runbook', { active: evil }))],
    ['a body before', () => planApply(desired, drifted(made, 'method', { requestbody: `{\n${evil}\n}` }))],
  ])('%s', (_, plan) => {
    expect(renderPlan(plan(), plain)).not.toMatch(steering);
  });

  it('nor can bodies of a dry run', () => {
    const steps = [{ step_id: 9, name: evil, actions: [] }];
    const requests = requestsOf({
      settings: desired.settings,
      plan: planApply(desired, drifted(made, 'runbook', { steps })),
    });
    expect(JSON.stringify(requests)).toContain('x\\u001b[2J');
    expect(renderRequests(requests, plain)).not.toMatch(steering);
  });
});

test('with colours the text is the same', () => {
  const plan = planApply(desired, drifted(made, 'runbook', { active: false }));
  const colored = renderPlan(plan, createStyle(true));
  expect(colored).not.toBe(renderPlan(plan, plain));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(renderPlan(plan, plain));
});

describe('the requests of a dry run', () => {
  const settings = { ...desired.settings, 'halo.url': 'https://acme.haloitsm.com' };

  it('are those of the plan, in order, each with where it goes', () => {
    const requests = requestsOf({ settings, plan: planApply(desired, {}) });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST https://api.ilert.com/api/alert-sources',
      ...['CustomIntegration', 'CustomIntegrationMethod', 'Webhook', 'Notification', 'Notification'].map(
        (path) => `POST https://acme.haloitsm.com/api/${path}`,
      ),
    ]);
  });

  it('show what is known after apply', () => {
    const shown = renderRequests(requestsOf({ settings, plan: planApply(desired, {}) }), plain);
    expect(shown).toContain(
      '# 3. create method "send ticket to ilert"\nPOST https://acme.haloitsm.com/api/CustomIntegrationMethod',
    );
    expect(shown).toContain('"path": "(known after apply)"');
  });

  it('omit what is kept, and a removal has no body', () => {
    expect(requestsOf({ settings, plan: planApply(desired, made) })).toEqual([]);
    expect(renderRequests([], plain)).toBe('');
    const [first] = requestsOf({ settings, plan: planDestroy(desired.settings, made) });
    expect(first).toMatchObject({ method: 'DELETE', url: 'https://acme.haloitsm.com/api/Notification/302' });
    expect(first).not.toHaveProperty('body');
  });
});
