import { describe, expect, it } from 'vitest';
import type { Kind, ValueOfKind } from '../../../../src/config/field.ts';
import { type FieldKey, fields, type SettingsField } from '../../../../src/config/settings.ts';
import { alertSource, isShownByList } from '../../../../src/providers/ilert/alert-source.ts';
import { concernsUnlisted } from '../../../../src/providers/ilert/alert-source-fields.ts';
import { type AlertSourceRow, INCLUDED } from '../../../../src/providers/ilert/schemas.ts';
import { Secret } from '../../../../src/secret/secret.ts';
import { fc } from '../../../support/property.ts';
import { alertSourceSettings } from '../../../support/settings.ts';
import { desiredOf } from '../plan/tenants-in-memory.ts';

type Wanted = Parameters<typeof isShownByList>[1];

/** Settings that don't concern the fields that no list has. */
const NONE = desiredOf().settings;

const plain: Wanted = {
  name: 'HaloITSM',
  integrationType: 'HALOITSM',
  escalationPolicy: { id: 11 },
  setupStatus: 'FINISHED',
};

const everyListedField: Wanted = {
  ...plain,
  teams: [{ id: 5 }, { id: 6 }],
  services: [{ id: 7 }],
  supportHours: { id: 8 },
  alertPriorityRule: 'HIGH_DURING_SUPPORT_HOURS',
  alertCreation: 'INTELLIGENT_GROUPING',
  alertGroupingWindow: 'PT1H',
  scoreThreshold: 0.8,
  autoResolutionTimeout: 'PT24H',
  severity: 2,
};

/** A list's entry: other rows in full, teams in another order, and no setup, templates or filters. */
const entry: AlertSourceRow = {
  id: 1,
  name: 'HaloITSM',
  integrationType: 'HALOITSM',
  integrationUrl: new Secret('https://api.ilert.com/api/v1/events/haloitsm/il1h5', '(hidden)'),
  escalationPolicy: { id: 11, name: 'Default', escalationRules: [] },
  teams: [
    { id: 6, name: 'B' },
    { id: 5, name: 'A' },
  ],
  services: [{ id: 7, name: 'Mail' }],
  supportHours: { id: 8, name: 'Day' },
  alertPriorityRule: 'HIGH_DURING_SUPPORT_HOURS',
  alertCreation: 'INTELLIGENT_GROUPING',
  alertGroupingWindow: 'PT60M',
  scoreThreshold: 0.8,
  autoResolutionTimeout: 'PT1440M',
  severity: 2,
};

const without = (field: keyof AlertSourceRow): AlertSourceRow => ({ ...entry, [field]: undefined });
const asNull = (field: keyof AlertSourceRow): AlertSourceRow => ({ ...entry, [field]: null });
const listed = Object.keys(everyListedField).filter((field) => field !== 'setupStatus') as (keyof AlertSourceRow)[];

const ofAlertSources = fields.filter(({ key }) => key.startsWith('alertSource.'));

const SAMPLES: { readonly [K in Kind]?: ValueOfKind[K] } = {
  text: 'x',
  identifier: 'x',
  template: '{{ ticket.id }}',
  list: ['x'],
  boolean: true,
  number: 1,
  integer: 1,
  duration: 'PT5M',
  links: [{ text: 'x', href: 'https://desk.example' }],
  'priority-mapping': { value: '{{ ticket.priority_id }}', mappings: { 1: 'high' } },
  'severity-mapping': { value: '{{ ticket.priority_id }}', mappings: { 1: 1 } },
  'priority-by-name': { Critical: 'high' },
  'severity-by-name': { Critical: 1 },
};

/** Settings without which others are rejected. */
const WITH: { readonly [K in FieldKey]?: Parameters<typeof desiredOf>[0] } = {
  'alertSource.policyTimeout': { 'alertSource.policyResponders': ['x'] },
  'alertSource.groupingWindow': { 'alertSource.grouping': 'window' },
  'alertSource.similarityThreshold': { 'alertSource.grouping': 'similarity', 'alertSource.groupingWindow': 'PT5M' },
  'alertSource.supportHours': { 'alertSource.priority': 'high-during-support-hours' },
};

function sampleOf({ kind, choices }: SettingsField) {
  const sample = choices?.[0] ?? SAMPLES[kind];
  if (sample === undefined) throw new Error(`there is no sample of ${kind}`);
  return sample;
}

describe('a list shows that an alert source is as wanted', () => {
  it('where it has every field that is compared, in whatever form', () => {
    expect(isShownByList(entry, everyListedField, NONE)).toBe(true);
  });

  it('where it leaves out what nobody asked for', () => {
    expect(isShownByList({ ...without('teams'), severity: null }, plain, NONE)).toBe(true);
  });
});

describe('a list does not show that an alert source is as wanted', () => {
  it.each(listed)('where it leaves out or hides a field that is compared: %s', (field) => {
    expect(isShownByList(without(field), everyListedField, NONE)).toBe(false);
    expect(isShownByList(asNull(field), everyListedField, NONE)).toBe(false);
  });

  it.each<[string, Wanted]>([
    ['no grouping', { alertCreation: undefined }],
    ['no teams', { teams: [] }],
    ['no services', { services: [] }],
  ])('where it leaves out what is to be empty: %s', (_, wanted) => {
    const [field] = Object.keys(wanted) as (keyof AlertSourceRow)[];
    if (!field) throw new Error('there has to be a field');
    expect(isShownByList(without(field), { ...plain, ...wanted }, NONE)).toBe(false);
    expect(isShownByList(asNull(field), { ...plain, ...wanted }, NONE)).toBe(false);
  });

  it.each<[string, Wanted]>([
    ['a template', { summaryTemplate: { textTemplate: 'x' } }],
    ['no links', { linkTemplates: [] }],
    ['a filter', { eventFilter: '(ticket.id > 0)' }],
    ['a priority by value', { priorityTemplate: { valueTemplate: { textTemplate: 'x' }, mappings: [] } }],
  ])('where a field is managed that no list has: %s', (_, wanted) => {
    expect(isShownByList(entry, { ...plain, ...wanted }, NONE)).toBe(false);
  });

  it.each<[string, Parameters<typeof desiredOf>[0]]>([
    ['links of ours', { 'alertSource.ticketLink': false }],
    ['a priority by that of the ticket', { 'alertSource.priorityFromHalo': {} }],
    ['a severity by that of the ticket', { 'alertSource.severityFromHalo': {} }],
  ])('where a field that no list has may be there and is to go: %s', (_, values) => {
    const desired = desiredOf({ ...values, 'halo.url': 'https://desk.example' });
    const props = alertSource.desired(desired, { 'alert-source': entry });
    expect(isShownByList(entry, props, desired.settings)).toBe(false);
  });

  it.each(ofAlertSources)('if $key sets a field that no list has, and only then', (field) => {
    const given = { 'halo.url': 'https://desk.example', ...WITH[field.key], [field.key]: sampleOf(field) };
    const desired = desiredOf(given, { supportHours: 8 });
    const concerned = INCLUDED.filter((each) => each in alertSource.desired(desired, {}));
    expect(concernsUnlisted(desired.settings)).toBe(concerned.length > 0);
  });

  it('whatever settings there are for a field that no list has', () => {
    const saysTheSame = fc.property(alertSourceSettings, (given) => {
      const values = Object.entries(given).map(([key, value]) => [`alertSource.${key}`, value] as const);
      const desired = desiredOf(
        { 'halo.url': 'https://desk.example', ...Object.fromEntries(values) },
        { supportHours: 8 },
      );
      const props = alertSource.desired(desired, {});
      const concerned = INCLUDED.filter((field) => field in props);
      expect(concernsUnlisted(desired.settings)).toBe(concerned.length > 0);
    });
    fc.assert(saysTheSame);
  });

  it.each<[string, Partial<AlertSourceRow>]>([
    ['another policy', { escalationPolicy: { id: 12 } }],
    ['another name', { name: 'halo' }],
    ['fewer teams', { teams: [{ id: 5 }] }],
  ])('where it differs: %s', (_, live) => {
    expect(isShownByList({ ...entry, ...live }, everyListedField, NONE)).toBe(false);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['left out', undefined],
    ['empty', ''],
  ])('where its URL is %s', (_, integrationUrl) => {
    expect(isShownByList({ ...entry, integrationUrl } as AlertSourceRow, plain, NONE)).toBe(false);
  });
});
