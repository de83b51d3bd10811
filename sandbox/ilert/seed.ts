import { otherRows } from './other-rows.ts';
import type { IlertState } from './state.ts';

/** Fills an empty account with the rows of a small company. */
export function seedIlert(state: IlertState, withOthers: boolean): void {
  if (withOthers) Object.assign(state.others, structuredClone(otherRows));
  const admin = state.addUser('Ada', 'Admin', { role: 'ADMIN' });
  const first = state.addUser('Oscar', 'Operator', { role: 'RESPONDER' });
  const second = state.addUser('Sina', 'Servicedesk', { role: 'RESPONDER' });
  const operations = state.addTeam('Operations', {
    members: [
      { userId: admin.id, role: 'ADMIN' },
      { userId: first.id, role: 'RESPONDER' },
    ],
  });
  const serviceDesk = state.addTeam('Service Desk', { members: [{ userId: second.id, role: 'RESPONDER' }] });
  const schedule = state.addSchedule('On-call', { teamIds: [operations.id] });
  const nobody = { userIds: [], scheduleIds: [], teamIds: [] };
  state.addPolicy('Default', { rules: [{ ...nobody, escalationTimeout: 0, userIds: [admin.id] }] });
  state.addPolicy('Critical incidents', {
    rules: [
      { ...nobody, escalationTimeout: 0, scheduleIds: [schedule.id] },
      { ...nobody, escalationTimeout: 15, userIds: [first.id, admin.id] },
    ],
    teamIds: [operations.id],
    repeating: true,
    frequency: 3,
  });
  state.addSupportHours('Office hours', { teamIds: [serviceDesk.id] });
  state.addService('Mail');
  state.addService('Customer portal', { teamIds: [serviceDesk.id] });
  state.addAlertSource('Monitoring', { integrationType: 'PROMETHEUS', teamIds: [operations.id] });
}

/** How many rows an account should have after `growAccount`. */
export interface AccountSize {
  alertSources?: number;
  teams?: number;
  policies?: number;
}

/** Adds rows of other types and names until the account has at least the given size. */
export function growAccount(state: IlertState, { alertSources = 0, teams = 0, policies = 0 }: AccountSize): void {
  while (state.teams.length < teams) state.addTeam(`Team ${state.teams.length + 1}`);
  while (state.policies.length < policies) state.addPolicy(`Policy ${state.policies.length + 1}`);
  while (state.alertSources.length < alertSources) {
    state.addAlertSource(`Source ${state.alertSources.length + 1}`, { integrationType: 'API' });
  }
}
