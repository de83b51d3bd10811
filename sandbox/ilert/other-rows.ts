import type { Json } from './views.ts';

/**
 * Other people's configuration in an account that has been in use for years: fields that the caller may not see, alert
 * sources without a real URL, new enum values (fact `ilert-open-enums`). By list.
 */
export const otherRows: Readonly<Record<string, readonly Json[]>> = {
  'alert-sources': [
    {
      id: 9_000_001,
      name: 'Inbox',
      integrationType: 'EMAIL2',
      integrationUrl: 'team@acme.ilert.eu',
      integrationKey: 'team@acme.ilert.eu',
      escalationPolicy: { id: 9_000_011 },
      teams: [],
    },
    {
      id: 9_000_002,
      name: null,
      integrationType: 'API',
      integrationUrl: null,
      integrationKey: null,
      escalationPolicy: null,
      teams: null,
      services: null,
      supportHours: null,
      status: null,
    },
    { id: 9_000_003, integrationType: 'NEXT_YEARS_TOOL', integrationUrl: '', status: 'SOMETHING_NEW' },
    { id: 9_000_004, name: 'haloitsm', integrationType: 'HALOITSM', integrationUrl: null, integrationKey: null },
  ],
  'escalation-policies': [
    { id: 9_000_011, name: null, escalationRules: null },
    {
      id: 9_000_012,
      name: 'Nobody',
      escalationRules: [null, { users: null }, { users: [{ id: 1 }], schedules: [null] }],
    },
    { id: 9_000_013 },
  ],
  teams: [{ id: 9_000_021 }, { id: 9_000_022, name: null, visibility: 'SECRET', members: null }],
  users: [
    { id: 9_000_031, firstName: null, lastName: null, email: null, role: 'ROBOT' },
    { id: 9_000_032, lastName: 'Only' },
  ],
  schedules: [{ id: 9_000_041, name: null, type: 'ROTATING' }, { id: 9_000_042 }],
  'support-hours': [{ id: 9_000_051 }, { id: 9_000_052, name: null, supportDays: null }],
  services: [{ id: 9_000_061, name: null, status: 'UNKNOWN' }],
};
