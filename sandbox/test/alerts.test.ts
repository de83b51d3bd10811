import { describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../sandbox.ts';
import { ilertClient, sandboxOfTest, send } from './clients.ts';

type Json = Record<string, unknown>;

const MINUTE = 60_000;
/** A Monday, 11:00 in Berlin. */
const MONDAY = Date.parse('2026-01-05T10:00:00Z');

/** Creates an account with one alert source, an adjustable clock, and a function that posts tickets to its URL. */
async function source(fields: Json = {}, options: SandboxOptions = {}) {
  const clock = { now: MONDAY };
  const sandbox = await sandboxOfTest({ now: () => clock.now, ...options });
  const ilert = ilertClient(sandbox);
  const escalationPolicy = { id: sandbox.ilert.state.policies[0]?.id };
  const made = await ilert('POST', '/alert-sources', {
    name: 'S',
    integrationType: 'HALOITSM',
    escalationPolicy,
    ...fields,
  });
  const post = async (id: number | string, summary: string, status = 'New') => {
    const ticket = { id, summary, status: { id: 1, name: status, shortname: status } };
    expect((await send(made.body.integrationUrl, 'POST', { ticket })).status).toBe(202);
  };
  const { alerts } = sandbox.ilert.state;
  return {
    sandbox,
    ilert,
    clock,
    post,
    alerts,
    source: made.body,
    summaries: () => alerts.map(({ summary }) => summary),
  };
}

describe('without grouping', () => {
  it('each ticket makes an alert of its own', async () => {
    const { post, summaries } = await source();
    await post(1, 'a');
    await post(2, 'a');
    expect(summaries()).toEqual(['a', 'a']);
  });

  it('identifies a ticket by its id, whether number or text', async () => {
    const { post, alerts } = await source();
    await post(1, 'a');
    await post('1', 'b', 'CLOSED');
    expect(alerts).toMatchObject([{ status: 'RESOLVED' }]);
  });

  it('an inactive source accepts events and creates no alert', async () => {
    const { post, alerts } = await source({ active: false });
    await post(1, 'a');
    expect(alerts).toEqual([]);
  });

  it('uses the status ids of Resolved and Closed when the payload has nothing else of the status', async () => {
    const { post, alerts, source: made } = await source();
    await post(1, 'a');
    await send(made.integrationUrl, 'POST', { ticket: { id: 1, status_id: 9 } });
    expect(alerts).toMatchObject([{ status: 'RESOLVED' }]);
  });
});

describe('grouping by time window', () => {
  const fields = { alertCreation: 'ONE_ALERT_GROUPED_PER_WINDOW', alertGroupingWindow: 'PT5M' };

  it('puts events within the window into one alert, and later ones into another', async () => {
    const { post, clock, summaries } = await source(fields);
    await post(1, 'a');
    clock.now += 5 * MINUTE - 1;
    await post(2, 'b');
    clock.now += 1;
    await post(3, 'c');
    expect(summaries()).toEqual(['a', 'c']);
  });

  it('resolves the alert with its own ticket only, and keeps a grouped ticket in it for as long as it is open', async () => {
    const { post, clock, alerts } = await source(fields);
    await post(1, 'a');
    await post(2, 'b');
    await post(2, 'b', 'Closed');
    expect(alerts).toMatchObject([{ status: 'PENDING', groupedKeys: ['2'] }]);
    clock.now += 10 * MINUTE;
    await post(2, 'b', 'In Progress');
    expect(alerts).toHaveLength(1);
    await post(1, 'a', 'Closed');
    expect(alerts).toMatchObject([{ status: 'RESOLVED' }]);
  });
});

describe('grouping until accepted', () => {
  it('puts everything into one alert until somebody accepts it', async () => {
    const { post, ilert, alerts, summaries } = await source({ alertCreation: 'ONE_PENDING_ALERT_ALLOWED' });
    await post(1, 'a');
    await post(2, 'b');
    const path = `/alerts/${alerts[0]?.id}/accept`;
    expect((await ilert('PUT', path)).body).toMatchObject({ status: 'ACCEPTED' });
    await post(3, 'c');
    expect(summaries()).toEqual(['a', 'c']);
  });
});

describe('grouping until resolved', () => {
  it('puts everything into one alert until it is resolved', async () => {
    const { post, ilert, alerts, summaries } = await source({ alertCreation: 'ONE_OPEN_ALERT_ALLOWED' });
    await post(1, 'a');
    await post(2, 'b');
    expect((await ilert('PUT', `/alerts/${alerts[0]?.id}/resolve`)).body).toMatchObject({ status: 'RESOLVED' });
    for (const order of ['resolve', 'accept']) {
      expect((await ilert('PUT', `/alerts/${alerts[0]?.id}/${order}`)).status).toBe(400);
    }
    await post(3, 'c');
    expect(summaries()).toEqual(['a', 'c']);
  });
});

describe('grouping by similarity', () => {
  const fields = { alertCreation: 'INTELLIGENT_GROUPING', alertGroupingWindow: 'PT1H', scoreThreshold: 0.5 };

  it('puts similar summaries within the window into one alert', async () => {
    const { post, clock, summaries } = await source(fields);
    await post(1, 'mail server down');
    await post(2, 'printer on fire');
    await post(3, 'Mail server is down');
    clock.now += 60 * MINUTE;
    await post(4, 'mail server down');
    expect(summaries()).toEqual(['mail server down', 'printer on fire', 'mail server down']);
  });

  it('requires more similarity the higher the threshold', async () => {
    const { post, summaries } = await source({ ...fields, scoreThreshold: 0.9 });
    await post(1, 'mail server down');
    await post(2, 'mail server is down');
    expect(summaries()).toHaveLength(2);
  });
});

describe('an alert', () => {
  it('has the summary, details and key that the templates of its source make', async () => {
    const template = (textTemplate: string) => ({ textTemplate });
    const { post, alerts } = await source({
      summaryTemplate: template('[{{ ticket.id }}] {{ticket.summary}}{{ ticket.nothing }}'),
      detailsTemplate: template('Status: {{ ticket.status.name }}'),
      alertKeyTemplate: template('halo-{{ ticket.id }}'),
    });
    await post(7, 'a');
    expect(alerts).toMatchObject([{ summary: '[7] a', details: 'Status: New', alertKey: 'halo-7' }]);
    await post(7, 'a', 'Resolved');
    expect(alerts).toMatchObject([{ status: 'RESOLVED' }]);
  });

  it('has the severity of its source, and its priority by support hours', async () => {
    const { sandbox, ilert, post, clock, alerts, source: made } = await source({ severity: 2 });
    const hours = sandbox.ilert.state.supportHours[0]?.id;
    const { id, name, integrationType, escalationPolicy } = made;
    const update = { id, name, integrationType, escalationPolicy: { id: escalationPolicy.id }, severity: 2 };
    const rule = { alertPriorityRule: 'HIGH_DURING_SUPPORT_HOURS', supportHours: { id: hours } };
    expect((await ilert('PUT', `/alert-sources/${id}`, { ...update, ...rule })).status).toBe(200);
    await post(1, 'by day');
    clock.now += 12 * 60 * MINUTE;
    await post(2, 'by night');
    expect(alerts.map(({ priority, severity }) => [priority, severity])).toEqual([
      ['HIGH', 2],
      ['LOW', 2],
    ]);
  });

  it('is resolved after the time its source says', async () => {
    const { post, clock, ilert } = await source({ autoResolutionTimeout: 'PT10M' });
    await post(1, 'a');
    clock.now += 10 * MINUTE - 1;
    expect((await ilert('GET', '/alerts?states=PENDING')).body).toHaveLength(1);
    clock.now += 1;
    expect((await ilert('GET', '/alerts?states=PENDING')).body).toEqual([]);
  });

  it('shows the payload only when asked, and the rows it belongs to', async () => {
    const { post, ilert, source: made } = await source();
    await post(1, 'a');
    const [listed] = (await ilert('GET', '/alerts')).body;
    expect(listed).not.toHaveProperty('customDetails');
    expect(listed).toMatchObject({
      alertSource: { id: made.id },
      escalationPolicy: { name: 'Default' },
      responders: [{ user: { firstName: 'Ada' }, status: 'PENDING' }],
    });
    for (const hidden of ['log', 'groupedKeys', 'policyId']) expect(listed).not.toHaveProperty(hidden);
    const plain = (await ilert('GET', `/alerts/${listed.id}`)).body;
    expect(plain).not.toHaveProperty('customDetails');
    const asked = (await ilert('GET', `/alerts/${listed.id}?include=customDetails&include=escalationRules`)).body;
    expect(asked).toMatchObject({ customDetails: { ticket: { id: 1, summary: 'a' } }, escalationRules: [{}] });
  });

  it('is listed newest first, by state, source and time', async () => {
    const { sandbox, post, clock, ilert, source: made } = await source();
    await post(1, 'a');
    clock.now += MINUTE;
    await post(2, 'b');
    await post(1, 'a', 'Closed');
    const other = sandbox.ilert.state.alertSources[0];
    if (!other) throw new Error('the account has an alert source');
    sandbox.ilert.state.addAlert(other, { summary: 'other' });
    const summaries = async (query: string) =>
      (await ilert('GET', `/alerts?${query}`)).body.map(({ summary }: { summary: string }) => summary).join(' ');
    expect(await summaries('')).toBe('other b a');
    expect(await summaries(`sources=${made.id}`)).toBe('b a');
    expect(await summaries('states=RESOLVED')).toBe('a');
    expect(await summaries('states=RESOLVED&states=PENDING&max-results=2&start-index=1')).toBe('b a');
    expect(await summaries('from=2026-01-05T10:00:30Z')).toBe('other b');
  });
});

describe('an event filter', () => {
  const filtered = async (eventFilter: string) => {
    const { post, summaries, sandbox } = await source({ eventFilter });
    await post(7, 'Mail is down');
    return { made: summaries().length === 1, notes: [...sandbox.ilert.state.notes] };
  };

  it.each([
    ["(event.customDetails.ticket.status.name == 'new')", true],
    ['event.customDetails.ticket.status.name != "New"', false],
    ["event.customDetails.ticket.id >= 7 and event.summary not contains 'Printer'", true],
    ["event.customDetails.ticket.id == '7' and event.customDetails.ticket.id > 'six'", false],
    ['event.customDetails.ticket.id in [1, 7] and (event.summary == nil or event.summary starts_with "mail")', true],
    ['event.customDetails.ticket.team == nil or event.customDetails.ticket.id < 7', true],
  ])('%s makes an alert: %s', async (filter, made) => {
    expect(await filtered(filter)).toEqual({ made, notes: [] });
  });

  it.each(['ticket.id > 100', "event.priority == 'LOW'", 'trigger_count.5m > 3', 'event.summary ==', '~'])(
    'that is not simulated, such as %s, lets the event through, and a note says so',
    async (filter) => {
      const notes = ['The filter "eventFilter" of alert source "S" is not simulated.'];
      expect(await filtered(filter)).toEqual({ made: true, notes });
    },
  );
});

describe('filters by event type', () => {
  const isUrgent = "event.customDetails.ticket.summary contains 'urgent'";

  it('decide which tickets open an alert', async () => {
    const { post, summaries } = await source({ eventTypeFilterCreate: isUrgent });
    await post(1, 'a');
    await post(2, 'urgent');
    expect(summaries()).toEqual(['urgent']);
  });

  it('decide what resolves and accepts an alert, instead of the status', async () => {
    const { post, alerts } = await source({
      eventTypeFilterAccept: "event.customDetails.ticket.status.name == 'Taken'",
      eventTypeFilterResolve: "event.customDetails.ticket.status.name == 'Done'",
    });
    const statuses: (string | undefined)[] = [];
    for (const status of ['New', 'Closed', 'Taken', 'Done']) {
      await post(1, 'a', status);
      statuses.push(alerts[0]?.status);
    }
    expect(statuses).toEqual(['PENDING', 'PENDING', 'ACCEPTED', 'RESOLVED']);
  });
});

describe('a template of elements', () => {
  it('makes the same summary as its text', async () => {
    const elements = [
      { type: 'TEXT', val: 'Ticket ' },
      { type: 'VAR', val: 'ticket.id' },
    ];
    const { post, summaries } = await source({ summaryTemplate: { elements } });
    await post(7, 'a');
    expect(summaries()).toEqual(['Ticket 7']);
  });
});

describe('templates of an alert source', () => {
  const byName = { valueTemplate: { textTemplate: '{{ ticket.priority.name }}' } };
  const fields = {
    severity: 4,
    alertPriorityRule: 'LOW',
    linkTemplates: [
      { text: 'Ticket', hrefTemplate: { textTemplate: 'https://acme.example/ticket?id={{ ticket.id }}' } },
      { text: 'By summary', hrefTemplate: { textTemplate: 'https://acme.example/{{ ticket.summary }}' } },
    ],
    priorityTemplate: { ...byName, mappings: [{ value: 'Critical', priority: 'HIGH' }] },
    severityTemplate: { ...byName, mappings: [{ value: 'Critical', severity: 1 }] },
  };
  const ticket = (priority: string) => ({ ticket: { id: 7, summary: 'a b&c', priority: { name: priority } } });

  it('give an alert its links, unescaped, and its priority and severity', async () => {
    const { alerts, source: made } = await source(fields);
    await send(made.integrationUrl, 'POST', ticket('Critical'));
    expect(alerts).toMatchObject([
      {
        priority: 'HIGH',
        severity: 1,
        links: [
          { text: 'Ticket', href: 'https://acme.example/ticket?id=7' },
          { text: 'By summary', href: 'https://acme.example/a b&c' },
        ],
      },
    ]);
  });

  it.each(['Low', 'critical', ''])('leave the rule of the source for the priority "%s"', async (priority) => {
    const { alerts, source: made } = await source(fields);
    await send(made.integrationUrl, 'POST', ticket(priority));
    expect(alerts).toMatchObject([{ priority: 'LOW', severity: 4 }]);
  });

  it('have no effect in an account that ignores them', async () => {
    const { alerts, sandbox, source: made } = await source(fields);
    for (const fact of ['ilert-links', 'ilert-mappings'] as const) sandbox.ilert.state.contradicted.add(fact);
    await send(made.integrationUrl, 'POST', ticket('Critical'));
    expect(alerts).toMatchObject([{ priority: 'LOW', severity: 4, links: [] }]);
  });
});
