import { changedFields } from '../../engine/diff.ts';
import { labelsOf } from '../../engine/labels.ts';
import { hasName } from '../../engine/match.ts';
import { type Id, type PropsOf, rowInWords, rowsInWords } from '../../engine/resource.ts';
import { Secret } from '../../secret/secret.ts';
import { nameTaken, unlessGone } from '../find.ts';
import type { IntegrationAccounts, IntegrationResource, IntegrationState } from '../integration.ts';
import { integrationUrl } from '../integration-url.ts';
import { asCode, asText } from '../label.ts';
import type { IntegrationRow, MethodRow } from './schemas.ts';
import { writesTo } from './writes.ts';

/** `authorizationtype` of `OutboundIntegration`: 0 is None (fact `integration-authorisation`). */
const NO_AUTHORISATION = 0;

/** `authorizationtype` as shown on Halo's pages (fact `integration-authorisation`). */
export const AUTHORIZATIONS = {
  [NO_AUTHORISATION]: 'None',
  1: 'API key',
  2: 'Bearer token',
  3: 'Basic',
  4: 'OAuth 2.0',
  5: 'Certificate',
  6: 'Secret key',
  7: 'JWT',
  8: 'mTLS',
};

/** Halo's custom integration: the base URL of its methods. */
export const customIntegration: IntegrationResource<IntegrationRow> = {
  key: 'custom-integration',
  title: 'custom integration',
  service: 'halo',
  dependsOn: [],
  nameSetting: 'halo.integrationName',
  // May end with a slash or not: the method's path has to match.
  storedFields: ['resourcebaseurl'],
  // Created at the same time as the alert source with the API's origin. Corrected if the source's own URL differs.
  provisionalFields: ['resourcebaseurl'],
  name: (settings) => settings['halo.integrationName'],

  async find(search) {
    const { integration, integrations } = search.identity();
    const row = await integration;
    const name = customIntegration.name(search.accounts.settings);
    if (row && !hasName(row, name))
      search.taken((await integrations).filter((each) => each.id !== row.id && hasName(each, name)));
    return row;
  },

  read: ({ id }, { accounts }) => unlessGone(withMethods(id, accounts)),
  rivals: (_, accounts) => namedIntegrations(accounts),
  dependents: ({ methods = [] }, state) =>
    methods.filter(({ id }) => id !== state.method?.id).map((row) => ({ title: 'method', row })),

  desired({ settings }, state): PropsOf<IntegrationRow> {
    const url = integrationUrl(state['alert-source']);
    return {
      name: settings['halo.integrationName'],
      authorizationtype: NO_AUTHORISATION,
      resourcebaseurl: url instanceof Secret ? new URL(url.reveal()).origin : settings['ilert.endpoint'],
    };
  },

  labels: [
    asText('name', 'Name', { isFixed: true }),
    asText('resourcebaseurl', 'Base URL'),
    asCode('authorizationtype', 'Authorization', AUTHORIZATIONS),
  ],

  diff(row, props) {
    // A trailing slash makes no difference: the method's path is joined accordingly.
    const url = row.resourcebaseurl;
    const resourcebaseurl = typeof url === 'string' ? url.replace(/\/$/, '') : url;
    const view: PropsOf<IntegrationRow> = { ...row, resourcebaseurl };
    return changedFields(view, props);
  },

  conflicts(intent, state, taken) {
    const { action, fields, labelledFields } = intent;
    const row = state['custom-integration'];
    const others = row ? (customIntegration.dependents?.(row, state) ?? []) : [];
    if (!row || action !== 'update' || others.length === 0 || fields.every(({ field }) => field === 'name'))
      return nameTaken(customIntegration, intent, taken, '--integration-name');
    const differing = labelsOf(labelledFields).join(', ');
    const names = rowsInWords(others.map((each) => each.row));
    return [
      {
        message: `The custom integration ${rowInWords(row)} is configured differently (${differing}) and contains other methods that a change could break: ${names}.`,
        hint: fields.some(({ field }) => field === 'name')
          ? otherSource(state)
          : 'Choose another name with --integration-name.',
      },
    ];
  },

  ...writesTo('/CustomIntegration'),
};

/** Its name differs from the settings, so it was found by its method. */
function otherSource({ method }: IntegrationState): string {
  return `Its method ${rowInWords({ ...method })} sends tickets to ilert: remove that in HaloITSM, or give the alert source another name with --name.`;
}

const reading = new WeakMap<object, Promise<IntegrationRow[]>>();

/** Reads all integrations with our name, as far as the list shows them. Concurrent callers share the request. */
export async function namedIntegrations({ halo, settings }: IntegrationAccounts): Promise<IntegrationRow[]> {
  const rows = reading.get(halo) ?? halo.customIntegrations().finally(() => reading.delete(halo));
  reading.set(halo, rows);
  return (await rows).filter((row) => hasName(row, settings['halo.integrationName']));
}

/** Reads an integration with its methods. The answer may lack them. */
export async function withMethods(
  id: Id,
  { halo, settings }: IntegrationAccounts,
): Promise<IntegrationRow & { readonly methods: MethodRow[] }> {
  const integration = await halo.customIntegration(id);
  const isThere = (rows: readonly MethodRow[]) => rows.some((row) => hasName(row, settings['halo.methodName']));
  return { ...integration, methods: integration.methods ?? (await halo.methods(id, isThere)) };
}
