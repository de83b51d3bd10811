import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveSettings } from '../../../../src/config/resolve.ts';
import type { FieldKey } from '../../../../src/config/settings.ts';
import { conflictsIn, isPending } from '../../../../src/engine/plan.ts';
import type { Refreshed } from '../../../../src/engine/refresh.ts';
import type { StoredRow } from '../../../../src/engine/resource.ts';
import { type Fields, hasUnknown, type Value } from '../../../../src/engine/values.ts';
import { BINDINGS, type BindingKey } from '../../../../src/providers/halo/event-bindings.ts';
import type {
  Desired,
  Integration,
  IntegrationChange,
  IntegrationState,
  ResourceKey,
} from '../../../../src/providers/integration.ts';
import { planApply } from '../../../../src/providers/plan.ts';
import type { References } from '../../../../src/providers/references.ts';
import { resources } from '../../../../src/providers/resources.ts';
import { keyedPath } from '../../../../src/secret/secret.ts';
import { packageRoot } from '../../../support/cli.ts';

export const INTEGRATION_URL = 'https://api.ilert.com/api/v1/events/haloitsm/il1hitabcdef0123456789';

/** The ids that the services assign to new rows. */
export const IDS: Readonly<Record<ResourceKey, number | string>> = {
  'escalation-policy': 55,
  'alert-source': 101,
  'custom-integration': 7,
  method: 21,
  runbook: '0a6ec9d4-2f3c-4a57-9f43-000000000001',
  ...(Object.fromEntries(BINDINGS.map(({ key }, index) => [key, 401 + index])) as Record<BindingKey, number>),
  'new-ticket-event': 301,
  'status-changed-event': 302,
};

export const recommended = readFileSync(join(packageRoot, 'templates', 'recommended.json'), 'utf8');

/** Returns the desired state, from checked settings and looked-up names. */
export function desiredOf(
  values: Partial<Record<FieldKey, unknown>> = {},
  references: Partial<References> = {},
): Desired {
  const all = { 'halo.payload': { name: 'recommended', text: recommended }, ...values };
  const given = new Map(
    Object.entries(all).map(([key, value]) => [key as FieldKey, { value, origin: { from: 'flag' } as const }]),
  );
  const { settings, problems } = resolveSettings(given, []);
  if (problems.length > 0) throw new TypeError(problems.map(({ message }) => message).join(' '));
  return {
    settings,
    references: {
      policy: 11,
      responders: [],
      teams: undefined,
      supportHours: undefined,
      services: undefined,
      failureRecipient: undefined,
      priorities: new Map(),
      filters: undefined,
      events: { 'new-ticket-event': 3, 'status-changed-event': 76, 'closed-event': 39 },
      names: {},
      ...references,
    },
  };
}

/** Returns what prevents the plan. @param taken other people's rows with our names */
export function conflictsOf(desired: Desired, state: IntegrationState, taken: Refreshed<Integration>['taken'] = {}) {
  return conflictsIn(planApply(desired, state), resources, desired, { state, taken });
}

/** Returns the row after a request: Halo merges, and ilert's PUT replaces everything that is writable. */
function carriedOut({ resource, request, action }: IntegrationChange, row: StoredRow | undefined): StoredRow {
  const sent = withoutGaps(((Array.isArray(request?.body) ? request.body[0] : request?.body) ?? {}) as Fields);
  const id = row?.id ?? IDS[resource];
  if (action === 'update') {
    if (request?.method === 'POST') return { ...row, ...sent, id };
    const { integrationUrl, status } = (row ?? {}) as Fields;
    return { ...withoutGaps({ integrationUrl, status }), ...sent, id };
  }
  const given =
    resource === 'alert-source' ? { integrationUrl: keyedPath(INTEGRATION_URL), status: 'ALL_RESOLVED' } : {};
  return { ...sent, id, ...given };
}

function withoutGaps(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Plans and applies what is ready, until nothing is left. */
export function applied(desired: Desired, start: IntegrationState = {}): IntegrationState {
  let live = start;
  for (let round = 1; round <= 6; round += 1) {
    const plan = planApply(desired, live);
    if (!isPending(plan)) return live;
    const ready = plan.changes.filter(({ request }) => request && !hasUnknown(request.body));
    const removed = ready.filter(({ action }) => action === 'delete').map(({ resource }) => resource);
    const stored = ready.map((each) => [each.resource, carriedOut(each, live[each.resource])] as const);
    const rows = Object.entries({ ...live, ...Object.fromEntries(stored) });
    live = Object.fromEntries(rows.filter(([resource]) => !removed.some((each) => each === resource)));
  }
  throw new Error('it does not come to an end');
}

/** Returns the same rows, with some fields of one of them changed. */
export function drifted(live: IntegrationState, key: ResourceKey, fields: Fields): IntegrationState {
  return { ...live, [key]: { ...live[key], ...fields } };
}

/** Returns a plan's actions by resource, without those that keep. */
export function pendingIn(desired: Desired, live: IntegrationState): Record<string, string[]> {
  const { changes } = planApply(desired, live);
  const pending = changes.filter(({ action }) => action !== 'keep');
  return Object.fromEntries(pending.map(({ resource, fields }) => [resource, fields.map(({ field }) => field)]));
}

/** Returns the only change of a resource. */
export function changeOf(desired: Desired, live: IntegrationState, key: ResourceKey): IntegrationChange {
  const change = planApply(desired, live).changes.find(({ resource }) => resource === key);
  if (!change) throw new TypeError(`the plan has no ${key}`);
  return change;
}

/** Returns the content of a request to Halo: the only element of an array. */
export function elementOf({ request }: IntegrationChange): Fields {
  const body = request?.body;
  if (!Array.isArray(body) || body.length !== 1) throw new TypeError('not a one-element array');
  return body[0] as Fields;
}

/** Converts a value to plain JSON, with secrets shortened. */
export function shown(value: Value): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
