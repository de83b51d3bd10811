import type { Settings } from '../../config/settings.ts';
import { changedFields } from '../../engine/diff.ts';
import { ambiguityOf, hasName } from '../../engine/match.ts';
import { type Id, idOf, type PropsOf } from '../../engine/resource.ts';
import { type Fields, knownAfterApply, Unknown } from '../../engine/values.ts';
import { keyedPath, Secret } from '../../secret/secret.ts';
import { unlessGone } from '../find.ts';
import type { IntegrationResource, IntegrationState } from '../integration.ts';
import { integrationUrl } from '../integration-url.ts';
import { asCode, asReference, asText, nameOfOurs, valueInWords } from '../label.ts';
import { AUTHORIZATIONS, namedIntegrations, withMethods } from './custom-integration.ts';
import type { MethodRow } from './schemas.ts';
import { writesTo } from './writes.ts';

/** Codes of `OutboundIntegrationMethod` (facts `method-codes`, `method-request-type`, `method-authorisation`). */
const POST = 1;
const JSON_BODY = 1;
const JSON_RESPONSE = 0;
const AS_THE_INTEGRATION = -1;

/** Halo's method: the call that sends the ticket to ilert. */
export const method: IntegrationResource<MethodRow> = {
  key: 'method',
  title: 'method',
  service: 'halo',
  dependsOn: ['alert-source', 'custom-integration'],
  partOf: 'custom-integration',
  identity: ['integration_id', 'path'],
  nameSetting: 'halo.methodName',
  name: (settings) => settings['halo.methodName'],

  find: (search) => search.identity().method,

  async read({ id }, search, props) {
    const integration = props && (await search.get('custom-integration'));
    const named = (integration?.methods ?? []).filter((row) => hasName(row, method.name(search.accounts.settings)));
    if (named.length > 1) search.choose(ambiguityOf(method, '', named));
    const listedRow = named.find((row) => row.id === id);
    return typeof listedRow?.requestbody === 'string' ? listedRow : unlessGone(search.accounts.halo.method(id));
  },

  /** Checks all integrations with our name: two concurrent runs each create one. */
  async rivals({ integration_id: integration }, accounts) {
    const methodsOf = async (id: Id) => (await unlessGone(withMethods(id, accounts)))?.methods ?? [];
    const own = Number(integration);
    const [methods, named] = await Promise.all([methodsOf(own), namedIntegrations(accounts)]);
    const others = named.filter(({ id }) => id !== own).map(({ id }) => methodsOf(id));
    const all = [methods, ...(await Promise.all(others))].flat();
    return all.filter((row) => hasName(row, method.name(accounts.settings)));
  },

  dependents: (_row, _state, others = []) => others.filter(({ resource }) => resource === 'runbook'),

  desired({ settings }, state): PropsOf<MethodRow> {
    const integration = state['custom-integration'];
    return {
      integration_id: idOf(integration, knownAfterApply),
      name: settings['halo.methodName'],
      // The alert source may turn out to have another origin than the integration was created for.
      resource: integration && state['alert-source'] ? integration.resourcebaseurl : knownAfterApply,
      path: pathOf(state),
      method: POST,
      requesttype: JSON_BODY,
      responsetype: JSON_RESPONSE,
      authorizationtype: AS_THE_INTEGRATION,
      requestbody: withoutReturns(settings['halo.payload'].text),
    };
  },

  labels: [
    asText('name', 'Name', { isFixed: true }),
    asReference(
      'integration_id',
      'Custom integration',
      (id, { settings }, state) =>
        nameOfOurs(id, state['custom-integration'], 'custom integration', settings['halo.integrationName']),
      { isFixed: true },
    ),
    {
      field: 'url',
      label: 'URL',
      of: ['resource', 'path'],
      text: urlInWords,
      textOfNew: (values) => `POST to ${urlInWords(values)}`,
      difference: 'with another integration key',
    },
    asCode('method', 'HTTP method', { 0: 'GET', [POST]: 'POST', 2: 'PUT', 3: 'DELETE', 4: 'PATCH' }, { isFixed: true }),
    asCode(
      'requesttype',
      'Content type',
      { 0: 'None', [JSON_BODY]: 'JSON', 2: 'XML', 3: 'Form', 4: 'Text' },
      { isFixed: true },
    ),
    asCode('responsetype', 'Response type', { [JSON_RESPONSE]: 'JSON' }, { isFixed: true }),
    asCode(
      'authorizationtype',
      'Authorization',
      { [AS_THE_INTEGRATION]: 'Same as the custom integration', ...AUTHORIZATIONS },
      { isFixed: true },
    ),
    asText('requestbody', 'Payload', {
      textOfNew: (_values, { settings }) => payloadInWords(settings['halo.payload']),
    }),
  ],

  diff(row, props) {
    const address = isSameAddress(row, props) ? { resource: props.resource, path: props.path } : {};
    return changedFields(
      {
        ...row,
        ...address,
        // Halo fills it from the integration. If Halo does not show it, there is nothing to compare.
        ...(!row.resource && { resource: props.resource }),
        requestbody: typeof row.requestbody === 'string' ? withoutReturns(row.requestbody) : row.requestbody,
      },
      props,
    );
  },

  ...writesTo('/CustomIntegrationMethod'),
};

/** The path of the alert source's URL, so that base URL and path join with exactly one slash. */
function pathOf(state: IntegrationState): Secret | Unknown {
  const url = integrationUrl(state['alert-source']);
  const base = state['custom-integration']?.resourcebaseurl;
  if (!(url instanceof Secret)) return knownAfterApply;
  const { pathname, search } = new URL(url.reveal());
  const path = pathname + search;
  return keyedPath(typeof base === 'string' && base.endsWith('/') ? path.slice(1) : path);
}

/** The address that the method calls, with its key hidden. */
function urlInWords({ resource, path }: Fields): string {
  if (path instanceof Unknown || resource instanceof Unknown) return 'the URL of the alert source';
  const base = valueInWords(resource) ?? '';
  return `${base.replace(/\/$/, '')}/${(valueInWords(path) ?? '').replace(/^\//, '')}`;
}

function payloadInWords({ name, text }: Settings['halo.payload']): string {
  const lines = withoutReturns(text).split('\n').length;
  return `${name}, ${lines} line${lines === 1 ? '' : 's'}`;
}

/** Accepts the slash on either the base URL or the path. */
function isSameAddress(
  row: Pick<MethodRow, 'resource' | 'path'>,
  props: Pick<MethodRow, 'resource' | 'path'>,
): boolean {
  const joined = ({ resource, path }: Pick<MethodRow, 'resource' | 'path'>) =>
    typeof resource === 'string' && path instanceof Secret ? `${resource}${path.reveal()}` : undefined;
  return joined(row) !== undefined && joined(row) === joined(props);
}

/** Halo's editor and exports use `\r\n`, which does not change the body. */
export function withoutReturns(body: string): string {
  return body.replaceAll('\r\n', '\n').trimEnd();
}
