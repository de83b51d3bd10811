import { describe, expect, it } from 'vitest';
import { driftFindings } from '../../../src/diagnostics/drift-findings.ts';
import type { FindingCode } from '../../../src/diagnostics/finding.ts';
import type { IntegrationState } from '../../../src/providers/integration.ts';
import { planApply } from '../../../src/providers/plan.ts';
import type { TicketFilters } from '../../../src/providers/references.ts';
import { applied, desiredOf } from '../providers/plan/tenants-in-memory.ts';

const FILTERED = { filter_type: 2, conditions: [{ fieldname: 'seriousness', type: 0, value_int: 1 }] };
const BY_OTHERS = { filter_type: 2, conditions: [{ fieldname: 'symptom', type: 2, value_string: 'VIP' }] };
const NO_FILTERS = { ticketType: [], priority: [], team: [] };

/** What the settings may say about closing tickets. */
const guide = wanting({});
const withClosed = wanting({ 'halo.closedEvent': true });
const critical = wanting({ 'halo.onlyPriority': ['1'] }, { ...NO_FILTERS, priority: [1] });

function wanting(settings: object, filters?: TicketFilters) {
  return desiredOf({ 'alertSource.escalationPolicy': 'Default', ...settings }, { filters });
}

/** Returns the codes of the findings in a provisioned tenant, with other fields in the rows of some events. */
function found(
  wanted: typeof guide,
  changes: Partial<Record<'status-changed-event' | 'closed-event', object | undefined>> = {},
  made = wanted,
): FindingCode[] {
  const rows: IntegrationState = applied(made);
  const changed = Object.entries(changes).map(([key, fields]) => [
    key,
    fields && { ...rows['status-changed-event'], ...rows[key as 'closed-event'], ...fields },
  ]);
  const live: IntegrationState = { ...rows, ...Object.fromEntries(changed) };
  return driftFindings(planApply(wanted, live), live, wanted.settings).map(({ code }) => code);
}

describe('closing a ticket resolves its alert', () => {
  it.each([
    ["with the two events of ilert's guide", guide],
    ['with the event "Closed" as well', withClosed],
    ['with a filter', critical],
  ])('%s', (_, wanted) => {
    expect(found(wanted)).toEqual([]);
  });

  it('with "Closed" for all tickets beside a filter of others, whoever has bound it', () => {
    const changes = {
      'status-changed-event': BY_OTHERS,
      'closed-event': { ...applied(withClosed)['closed-event'], id: 9, name: 'Resolve' },
    };
    expect(found(withClosed, changes)).toEqual([]);
    expect(found(guide, changes)).toEqual([]);
  });
});

describe('closing a ticket may leave its alert open', () => {
  it.each([
    ['a filter on "Ticket Status Changed"', FILTERED],
    ['a filter of others on it', BY_OTHERS],
    ['a filter of another kind on it', { filter_type: 1 }],
  ])('with %s and without "Closed"', (_, filter) => {
    expect(found(guide, { 'status-changed-event': filter })).toEqual(['closed-event-missing']);
  });

  it('with "Closed" removed from a set with a filter', () => {
    expect(found(critical, { 'closed-event': undefined })).toEqual(['closed-event-missing']);
  });

  it('with a filter of others on "Closed"', () => {
    expect(found(critical, { 'closed-event': BY_OTHERS })).toEqual(['closed-event-filtered']);
    expect(found(withClosed, { 'closed-event': { filter_type: 1 } })).toEqual(['closed-event-filtered']);
  });
});

it('what apply changes anyway is said once', () => {
  expect(found(critical, { 'closed-event': FILTERED })).toEqual(['event-drifted']);
  expect(found(wanting({}, NO_FILTERS), {}, critical)).toEqual(['event-drifted', 'event-drifted', 'event-drifted']);
});
