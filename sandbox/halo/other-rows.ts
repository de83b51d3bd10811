import type { Json } from './entities/entity-schema.ts';

/**
 * Other people's configuration on tenants that have been in use for years: fields that are missing, null, of another
 * type, or in different case (fact `halo-rows-of-others`). By the list's path below `/api`.
 */
export const otherRows: Readonly<Record<string, readonly Json[]>> = {
  CustomIntegration: [
    { id: 90_001, guid: null, name: null, resourcebaseurl: null, methods: [{ id: 90_002 }, { id: null, name: 'x' }] },
    { id: '90003', name: '', resourcebaseurl: 7, authorizationtype: 'None' },
    { Id: 90_004, Name: 'Ilert Integration', ResourceBaseURL: 'https://api.ilert.com' },
    { id: null, name: 'Draft' },
  ],
  CustomIntegrationMethod: [{ id: 90_002, integration_id: 90_001, name: null, path: null, requestbody: null }],
  Webhook: [
    { id: '0aa00000-0000-4000-8000-000000000001', name: null, type: 1, active: true },
    { id: '0aa00000-0000-4000-8000-000000000002', name: 'Nightly import' },
    { id: '0AA00000-0000-4000-8000-000000000003', name: 'Old hook', type: 0, url: '' },
    { id: null, name: 'Draft', type: 1, active: null },
  ],
  Notification: [
    { id: 90_011, eventno: 3, name: 'Mail to the agent', type: 0, delivery_method: 0, conditions: null },
    { id: 90_012, eventno: '76', webhook_id: null, type: null },
    { id: 90_013 },
  ],
  Lookup: [{ id: 90_021, lookupid: 17, name: null }, { id: null, lookupid: 64 }, { lookupid: '64' }],
  Status: [{ id: 90_031, name: null }, { id: 90_032 }, { id: null, name: 'Draft' }],
  TicketType: [{ id: 90_041, name: null }, { id: 90_042 }],
  Team: [{ id: 90_051 }, { id: 90_052, name: null, department_name: null }],
  Agent: [
    { id: 90_061 },
    { id: 90_062, name: null, email: null, isdisabled: null },
    { Id: '90063', Name: 'Old Importer', Email: '', IsDisabled: 'True' },
    { id: -5, name: 'System' },
    { id: null, name: 'Draft' },
  ],
  Priority: [
    { id: '0aa00000-0000-4000-8000-000000000011', priorityid: null, name: 'Unused' },
    { id: '0aa00000-0000-4000-8000-000000000012', priorityid: 3, slaid: 2, name: null },
    { id: null },
  ],
  Automation: [{ id: 61 }, { id: 62, runbook_id: null, status: '2', error: '' }],
  WebhookEvent: [{ id: '0aa00000-0000-4000-8000-000000000021', webhook_id: null, responsestatus: null }],
};
