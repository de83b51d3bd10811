import { changedFields, onlyChanged } from '../../engine/diff.ts';
import { idOf, type Live, type Resource } from '../../engine/resource.ts';
import { type Fields, knownAfterApply, type Unknown, type Value } from '../../engine/values.ts';
import { keyedPath, Secret } from '../../secret/secret.ts';
import { integrationUrl } from '../ilert/integration-url.ts';

/** Codes of `OutboundIntegrationMethod` (facts `method-codes`, `method-request-type`, `method-authorisation`); the order of the methods is not the obvious one. */
const POST = 1;
const JSON_BODY = 1;
const AS_THE_INTEGRATION = -1;

/** Halo's method: the call that sends the ticket to ilert. */
export const method: Resource = {
  key: 'method',
  title: 'method',
  service: 'halo',
  dependsOn: ['alert-source', 'custom-integration'],
  name: (settings) => settings['halo.methodName'],

  desired({ settings }, live) {
    const integration = live['custom-integration'];
    return {
      integration_id: idOf(integration, knownAfterApply),
      name: settings['halo.methodName'],
      resource: integration ? (integration.resourcebaseurl as Value) : knownAfterApply,
      path: pathOf(live),
      method: POST,
      requesttype: JSON_BODY,
      responsetype: 0,
      authorizationtype: AS_THE_INTEGRATION,
      requestbody: withoutReturns(settings['halo.payload'].text),
    };
  },

  diff(row, wanted) {
    const address = isSameAddress(row, wanted) ? { resource: wanted.resource, path: wanted.path } : {};
    return changedFields(
      {
        ...row,
        ...address,
        // Halo fills it from the integration; where it does not show it, there is nothing to compare.
        ...(!row.resource && { resource: wanted.resource }),
        requestbody: typeof row.requestbody === 'string' ? withoutReturns(row.requestbody) : row.requestbody,
      },
      wanted,
    );
  },

  create: (wanted) => ({ service: 'halo', method: 'POST', path: '/CustomIntegrationMethod', body: [wanted] }),
  update: (row, wanted, changes) => ({
    service: 'halo',
    method: 'POST',
    path: '/CustomIntegrationMethod',
    body: [{ id: row.id, ...onlyChanged(wanted, changes) }],
  }),
  delete: (row) => ({ service: 'halo', method: 'DELETE', path: `/CustomIntegrationMethod/${row.id}` }),
};

/** The path of the alert source's URL, so that base URL and path join with exactly one slash. */
function pathOf(live: Live): Secret | Unknown {
  const url = integrationUrl(live);
  const base = live['custom-integration']?.resourcebaseurl;
  if (!(url instanceof Secret)) return knownAfterApply;
  const { pathname, search } = new URL(url.reveal());
  const path = pathname + search;
  return keyedPath(typeof base === 'string' && base.endsWith('/') ? path.slice(1) : path);
}

/** Whichever of base URL and path has the slash between them. */
function isSameAddress(row: Fields, wanted: Fields): boolean {
  const joined = ({ resource, path }: Fields) =>
    typeof resource === 'string' && path instanceof Secret ? `${resource}${path.reveal()}` : undefined;
  return joined(row) !== undefined && joined(row) === joined(wanted);
}

/** Halo's editor and exports have `\r\n`; the same body all the same. */
function withoutReturns(body: string): string {
  return body.replaceAll('\r\n', '\n').trimEnd();
}
