import { describe, expect, it, test } from 'vitest';
import { planApply, planDestroy } from '../../../src/providers/plan.ts';
import { renderPlan } from '../../../src/reporters/plan.ts';
import { renderRequests, requestsOf } from '../../../src/reporters/requests.ts';
import { createStyle } from '../../../src/ui/style.ts';
import { applied, desiredOf, drifted, IDS, recommended } from '../providers/plan/tenants-in-memory.ts';

const plain = createStyle(false);
const desired = desiredOf();
const made = applied(desired);
const ALL = { ticketType: [], priority: [], team: [] };
const shownFor = (live: typeof made) => renderPlan(planApply(desired, live), plain);

test('on empty tenants the plan lists what is created, by service', () => {
  expect(shownFor({})).toBe(
    [
      'ilert',
      '  + alert source "HaloITSM"',
      '',
      'HaloITSM',
      '  + custom integration "ilert integration"',
      '  + method "send ticket to ilert"',
      '  + runbook "ilert runbook"',
      '  + event "New Ticket Logged"',
      '  + event "Ticket Status Changed"',
      '',
      'Plan: 6 to create.',
    ].join('\n'),
  );
});

test('a plan without changes says so, with the ids', () => {
  const shown = shownFor(made);
  expect(shown).toContain('  = alert source "HaloITSM" (id 101)');
  expect(shown).toContain(`  = runbook "ilert runbook" (id ${IDS.runbook})`);
  expect(shown.split('\n').at(-1)).toBe('Nothing to do: all is as it should be.');
});

test('a change shows each field before and after', () => {
  const shown = shownFor(
    drifted(drifted(made, 'runbook', { active: false }), 'method', { method: 0, path: undefined }),
  );
  expect(shown).toContain(
    [
      '  ~ method "send ticket to ilert" (id 21)',
      '      path: (none) -> /api/v1/events/haloitsm/il1hitab…',
      '      method: 0 -> 1',
      `  ~ runbook "ilert runbook" (id ${IDS.runbook})`,
      '      active: false -> true',
    ].join('\n'),
  );
  expect(shown.split('\n').at(-1)).toBe('Plan: 2 to update, 4 as they should be.');
});

describe('a second method or runbook that does the work of ours', () => {
  const duplicates = [
    { resource: 'runbook', title: 'runbook', row: { id: 'b7', name: 'copy' }, does: 'calls the method "x"' },
  ];
  const shown = renderPlan(planApply(desired, made, duplicates), plain);

  it('is named after the changes, with its id and what to do', () => {
    expect(shown).toContain(
      [
        '',
        '! The runbook "copy" (ID b7) also calls the method "x", so tickets may reach ilert twice.',
        '  Remove it in HaloITSM, or, if it is the one to keep, use --adopt runbook:b7.',
        '',
      ].join('\n'),
    );
  });

  it('is never shown as all being as it should be', () => {
    expect(shown.split('\n').at(-1)).toBe('Nothing to apply, but see above.');
  });
});

describe('a filter of the events', () => {
  const filtered = desiredOf({ 'halo.onlyPriority': ['1', '2'] }, { filters: { ...ALL, priority: [1, 2] } });
  const planned = (wanted: typeof desired, live: typeof made) => renderPlan(planApply(wanted, live), plain);

  it('that changes is one line, in words', () => {
    const shown = planned(desiredOf({}, { filters: { ...ALL, priority: [1], team: ['2nd Line'] } }), made);
    expect(shown).toContain('      filter: (none) -> "team is 2nd Line and priority is 1"');
    expect(shown).not.toContain('condition_count');
  });

  it('of several values is an event for each, with its filter, and "Closed" for all tickets', () => {
    expect(planned(filtered, {})).toContain(
      [
        '  + event "Closed"',
        '  + event "New Ticket Logged"',
        '      filter: priority is 1',
        '  + event "New Ticket Logged (2)"',
        '      filter: priority is 2',
        '  + event "Ticket Status Changed"',
        '      filter: priority is 1',
        '  + event "Ticket Status Changed (2)"',
        '      filter: priority is 2',
        '',
      ].join('\n'),
    );
  });

  it('that is no longer wanted is removed with its events', () => {
    const shown = planned(desiredOf({}, { filters: ALL }), applied(filtered));
    expect(shown).toContain('      filter: "priority is 1" -> (none)');
    expect(shown.match(/^ {2}- event .* \(id \d+\)$/gm)).toHaveLength(3);
    expect(shown.split('\n').at(-1)).toBe('Plan: 2 to update, 4 as they should be, 3 to remove.');
  });
});

describe('a text of several lines', () => {
  const bodyShown = (requestbody: string) => {
    const lines = shownFor(drifted(made, 'method', { requestbody })).split('\n');
    const start = lines.indexOf('      requestbody:');
    return lines.slice(
      start + 1,
      lines.findIndex((line, index) => index > start && !line.startsWith('        ')),
    );
  };

  it('shows only the lines that differ', () => {
    expect(bodyShown(recommended.replace('<<ticket^team>>', '"none"'))).toEqual([
      '        -         "team" : "none",',
      '        +         "team" : <<ticket^team>>,',
    ]);
  });

  it('that differs in many lines is truncated, with a note', () => {
    const shown = bodyShown('a\n'.repeat(3));
    expect(shown).toHaveLength(13);
    expect(shown.at(-1)).toMatch(/^ {8}… \d+ more lines$/);
  });

  it('that differs only in the order of its lines says so', () => {
    const [first = '', second = '', ...rest] = recommended.split('\n');
    expect(bodyShown([second, first, ...rest].join('\n'))).toEqual(['        (the order of its lines)']);
  });
});

describe('a plan of destroy', () => {
  it('lists what is removed', () => {
    const shown = renderPlan(planDestroy(desired.settings, made), plain);
    expect(shown).toContain('  - event "New Ticket Logged" (id 301)');
    expect(shown.split('\n').at(-1)).toBe('Plan: 6 to remove.');
  });

  it('says what is kept, and why', () => {
    const live = drifted(made, 'custom-integration', { methods: [{ id: 99, name: 'call Slack' }] });
    const shown = renderPlan(planDestroy(desired.settings, live), plain);
    expect(shown).toMatch(
      / {2}= custom integration "ilert integration" \(id 7\): kept, because .*"call Slack" \(id 99\)/,
    );
    expect(shown.split('\n').at(-1)).toBe('Plan: 1 kept, 5 to remove.');
  });

  it('without changes says so', () => {
    expect(renderPlan(planDestroy(desired.settings, {}), plain)).toBe('Nothing is there.');
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
    expect(renderRequests([], plain)).toBe('No request: all is as it should be.');
    const [first] = requestsOf({ settings, plan: planDestroy(desired.settings, made) });
    expect(first).toMatchObject({ method: 'DELETE', url: 'https://acme.haloitsm.com/api/Notification/302' });
    expect(first).not.toHaveProperty('body');
  });
});
