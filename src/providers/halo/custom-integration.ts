import { changedFields, onlyChanged } from '../../engine/diff.ts';
import type { Live, Resource } from '../../engine/resource.ts';
import { Secret } from '../../secret/secret.ts';
import { integrationUrl } from '../ilert/integration-url.ts';

/** authorizationtype of `OutboundIntegration`: 0 is None (fact `integration-authorisation`). */
const NO_AUTHORISATION = 0;

/** Halo's custom integration: the address that its methods are called at. */
export const customIntegration: Resource = {
  key: 'custom-integration',
  title: 'custom integration',
  service: 'halo',
  dependsOn: [],
  // With or without a slash at its end: the method's path has to suit.
  storedFields: ['resourcebaseurl'],
  name: (settings) => settings['halo.integrationName'],

  desired({ settings }, live) {
    return {
      name: settings['halo.integrationName'],
      authorizationtype: NO_AUTHORISATION,
      // Made at the same time as the alert source, at the API's origin; mended if the source's own URL differs.
      resourcebaseurl: originOfSource(live) ?? settings['ilert.endpoint'],
    };
  },

  diff(row, wanted) {
    // With or without a slash at its end it is the same address: the method's path is joined to suit.
    const url = row.resourcebaseurl;
    const resourcebaseurl = typeof url === 'string' ? url.replace(/\/$/, '') : url;
    return changedFields({ ...row, resourcebaseurl }, wanted);
  },

  create: (wanted) => ({ service: 'halo', method: 'POST', path: '/CustomIntegration', body: [wanted] }),
  update: (row, wanted, changes) => ({
    service: 'halo',
    method: 'POST',
    path: '/CustomIntegration',
    body: [{ id: row.id, ...onlyChanged(wanted, changes) }],
  }),
  delete: (row) => ({ service: 'halo', method: 'DELETE', path: `/CustomIntegration/${row.id}` }),
};

function originOfSource(live: Live): string | undefined {
  const url = integrationUrl(live);
  return url instanceof Secret ? new URL(url.reveal()).origin : undefined;
}
