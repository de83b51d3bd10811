import { describe, expect, it } from 'vitest';
import { type FieldKey, fields } from '../../../../src/config/settings.ts';
import { settingsOfSource } from '../../../../src/providers/ilert/alert-source-settings.ts';
import type { AlertSourceRow } from '../../../../src/providers/ilert/schemas.ts';
import { desiredOf } from '../plan/tenants-in-memory.ts';

const LISTS = {
  policies: [{ id: 1, name: 'Default' }],
  teams: [
    { id: 2, name: 'Operations' },
    { id: 3, name: 'none' },
  ],
  supportHours: [{ id: 4, name: 'Office hours' }],
  services: [{ id: 5, name: 'Mail' }],
};

const { settings: SETTINGS } = desiredOf({ 'halo.url': 'https://acme.haloitsm.com' });

const template = (textTemplate: string) => ({ textTemplate });

/** A row with a value for everything that a setting can set. */
const FULL: Omit<AlertSourceRow, 'integrationKey' | 'integrationUrl'> = {
  id: 9,
  name: 'HaloITSM',
  escalationPolicy: { id: 1 },
  teams: [{ id: 2 }],
  supportHours: { id: 4 },
  services: [{ id: 5 }],
  alertCreation: 'INTELLIGENT_GROUPING',
  alertGroupingWindow: 'PT60M',
  scoreThreshold: 0.5,
  alertPriorityRule: 'HIGH_DURING_SUPPORT_HOURS',
  autoResolutionTimeout: 'PT1H',
  severity: 2,
  summaryTemplate: template('s'),
  detailsTemplate: template('d'),
  linkTemplates: [{ text: 'T', hrefTemplate: template('https://a.example') }],
  priorityTemplate: { valueTemplate: template('p'), mappings: [{ value: '1', priority: 'HIGH' }] },
  severityTemplate: { valueTemplate: template('p'), mappings: [{ value: '1', severity: 3 }] },
  eventFilter: 'a',
  eventTypeFilterCreate: 'b',
  eventTypeFilterAccept: 'c',
  eventTypeFilterResolve: 'd',
} as AlertSourceRow;

const byPriority = { valueTemplate: template('{{ ticket.priority.name }}') };

/** The same, with links and templates that have settings of their own. */
const FROM_HALO: Partial<AlertSourceRow> = {
  linkTemplates: [
    {
      text: 'Open ticket in HaloITSM',
      hrefTemplate: template('https://acme.haloitsm.com/ticket?id={{ticket.id}}'),
    },
  ],
  priorityTemplate: { ...byPriority, mappings: [{ value: 'Critical', priority: 'HIGH' }] },
  severityTemplate: { ...byPriority, mappings: [{ value: 'Critical', severity: 1 }] },
};

const settingsOf = (row: Partial<AlertSourceRow>, isUsable = (_key: FieldKey, word: string) => word !== 'none') =>
  settingsOfSource({ ...FULL, ...row } as AlertSourceRow, SETTINGS, LISTS, isUsable);

it('every setting of an alert source is found in one that has them all', () => {
  const rows = [settingsOf({}), settingsOf(FROM_HALO)];
  const found = new Set(rows.flatMap((parts) => Object.values(parts).flatMap((part) => Object.keys(part ?? {}))));
  // Found elsewhere, or only needed to create a policy.
  const others = ['id', 'name', 'policyResponders', 'policyTimeout'].map((name) => `alertSource.${name}`);
  const all = fields.map(({ key }) => key).filter((key) => key.startsWith('alertSource.'));
  expect([...found, ...others].toSorted()).toEqual(all.toSorted());
});

describe('of an alert source', () => {
  it.each<[string, Partial<AlertSourceRow>, string, unknown]>([
    [
      'a time is the choice of the same length',
      {},
      'alert grouping',
      {
        'alertSource.grouping': 'similarity',
        'alertSource.groupingWindow': '1h',
        'alertSource.similarityThreshold': 0.5,
      },
    ],
    [
      'no grouping is said',
      { alertCreation: 'ONE_ALERT_PER_EMAIL' },
      'alert grouping',
      { 'alertSource.grouping': 'none' },
    ],
    ['a grouping that ilert has added since is left', { alertCreation: 'NEW_ONE' }, 'alert grouping', undefined],
    [
      'a window that is no choice is left with its grouping',
      { alertGroupingWindow: 'PT7M' },
      'alert grouping',
      undefined,
    ],
    ['a grouping without its window is left', { alertGroupingWindow: null }, 'alert grouping', undefined],
    ['a team with the name of no team goes by ID', { teams: [{ id: 3 }] }, 'teams', { 'alertSource.teams': ['3'] }],
    ['teams are left where one is not listed', { teams: [{ id: 2 }, { id: 77 }] }, 'teams', undefined],
    ['no team is not set', { teams: [] }, 'teams', {}],
    ['a policy that is not listed is left', { escalationPolicy: { id: 77 } }, 'escalation policy', undefined],
    ['a priority without its support hours is left', { supportHours: null }, 'priority', undefined],
    [
      'a priority without support hours is said',
      { alertPriorityRule: 'LOW' },
      'priority',
      { 'alertSource.priority': 'low' },
    ],
    [
      'a template with a function is left',
      { summaryTemplate: { elements: [{ type: 'VAR', val: 'a', func: 'f' }] } },
      'alert summary',
      undefined,
    ],
    ['an empty template is not set', { summaryTemplate: { elements: [] } }, 'alert summary', {}],
    ['a null is not set', { eventFilter: null }, 'event filter', {}],
  ])('%s', (_, row, part, settings) => {
    expect(settingsOf(row)[part]).toEqual(settings);
  });
});
