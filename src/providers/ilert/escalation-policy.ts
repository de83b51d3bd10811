import type { Resource } from '../../engine/resource.ts';

/** Minutes until the next responder is woken, where nobody said otherwise. */
const USUAL_TIMEOUT = 10;

/** ilert's escalation policy, made on request only; an existing one is the admin's own and stays as it is. */
export const escalationPolicy: Resource = {
  key: 'escalation-policy',
  title: 'escalation policy',
  service: 'ilert',
  dependsOn: [],
  name: (settings) => settings['alertSource.escalationPolicy'] ?? '',
  isEnabled: (settings) => (settings['alertSource.policyResponders'] ?? []).length > 0,

  desired({ settings, references }) {
    const escalationTimeout = settings['alertSource.policyTimeout'] ?? USUAL_TIMEOUT;
    return {
      name: settings['alertSource.escalationPolicy'],
      escalationRules: references.responders.map((responder) => ({ escalationTimeout, ...responder })),
    };
  },

  diff: () => [],
  create: (wanted) => ({ service: 'ilert', method: 'POST', path: '/escalation-policies', body: wanted }),
  update: (row, wanted) => ({ service: 'ilert', method: 'PUT', path: `/escalation-policies/${row.id}`, body: wanted }),
  delete: (row) => ({ service: 'ilert', method: 'DELETE', path: `/escalation-policies/${row.id}` }),
};
