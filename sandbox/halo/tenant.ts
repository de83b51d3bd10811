import type { AgentRow, NamedRow, StatusRow } from './rows.ts';

/** Rows that tickets refer to. The IDs are those of a fresh tenant if known; Closed is 9. */
export const STATUSES: readonly StatusRow[] = [
  status(1, 'New', 'New', '#2bd3c6'),
  status(2, 'In Progress', 'InProg', '#f5a623'),
  status(3, 'Action Required', 'Action', '#b71c1c'),
  status(4, 'With User', 'User', '#7b1fa2'),
  status(23, 'On Hold', 'Hold', '#9e9e9e'),
  status(8, 'Resolved', 'Resolved', '#388e3c'),
  status(9, 'Closed', 'Closed', '#424242'),
];

/** IDs of the statuses that the simulator treats specially. */
export const StatusId = { new: 1, resolved: 8, closed: 9 } as const;

export const TICKET_TYPES: readonly NamedRow[] = [
  { id: 1, name: 'Incident' },
  { id: 3, name: 'Service Request' },
  { id: 4, name: 'Change Request' },
];

export const PRIORITIES: readonly NamedRow[] = [
  { id: 1, name: 'Critical' },
  { id: 2, name: 'High' },
  { id: 3, name: 'Medium' },
  { id: 4, name: 'Low' },
];

/** Service level agreements. Each has every priority. */
export const SLAS: readonly NamedRow[] = [
  { id: 1, name: 'Standard' },
  { id: 2, name: 'Out of hours' },
];

export const CUSTOM_FIELDS: readonly string[] = ['CFassetTag', 'CFbusinessImpact', 'CFaffectedUsers'];

export const CLIENTS: readonly NamedRow[] = [
  { id: 12, name: 'Example GmbH' },
  { id: 13, name: 'Sample Ltd' },
];

/** A site belongs to a client. */
export const SITES: readonly (NamedRow & { client_id: number })[] = [
  { id: 18, name: 'Main', client_id: 12 },
  { id: 19, name: 'Main', client_id: 13 },
];

export const USERS: readonly (NamedRow & { site_id: number })[] = [
  { id: 30, name: 'Erika Mustermann', site_id: 18 },
  { id: 31, name: 'Sam Sample', site_id: 19 },
];

/** The agent of tickets that have none. */
export const UNASSIGNED = 1;

export const AGENTS: readonly AgentRow[] = [
  agent(UNASSIGNED, 'Unassigned', ''),
  agent(2, 'Hanna Halo', 'hanna.halo@example.com'),
  agent(3, 'Ingo Integration', 'ingo@example.com'),
  { ...agent(4, 'Fanny Former', 'fanny@example.com'), isdisabled: true },
];

export const TEAMS: readonly NamedRow[] = [
  { id: 1, name: '1st Line Support' },
  { id: 2, name: '2nd Line Support' },
];

/** The ID of a priority's row, which belongs to one service level agreement. Tickets store its number instead. */
export function priorityGuid(priority: number, sla: unknown): string {
  return `00000000-0000-4000-8000-${String(sla).padStart(4, '0')}${String(priority).padStart(8, '0')}`;
}

function status(id: number, name: string, shortname: string, colour: string): StatusRow {
  return { id, name, shortname, sequence: id, colour };
}

function agent(id: number, name: string, email: string): AgentRow {
  return { id, name, email, isdisabled: false };
}
