import { type Fields, fieldsIn, objectsIn, Unknown, type Value } from '../../engine/values.ts';
import { listInWords } from '../../text/list.ts';
import type { IntegrationLabel } from '../integration.ts';
import { asCode, asReference, asText, valueInWords } from '../label.ts';
import { nameOfReference } from '../names.ts';
import { groupingInWords, timeInWords } from './alert-grouping.ts';
import { linkName, templateText } from './alert-template.ts';
import { isByHaloPriority } from './halo-priority.ts';
import { isTicketLink } from './ticket-link.ts';

/** Filters of an alert source, with their names on ilert's page. */
export const SOURCE_FILTERS = [
  ['eventFilter', 'Event filter'],
  ['eventTypeFilterCreate', 'Filter for opening alerts'],
  ['eventTypeFilterAccept', 'Filter for accepting alerts'],
  ['eventTypeFilterResolve', 'Filter for resolving alerts'],
] as const;

/** The fields on ilert's page of an alert source. */
export const alertSourceLabels: readonly IntegrationLabel[] = [
  asText('name', 'Name', { isFixed: true }),
  asCode('integrationType', 'Type', { HALOITSM: 'HaloITSM', HALOPSA: 'HaloPSA' }, { isFixed: true }),
  asReference('escalationPolicy', 'Escalation policy', (policy, { references: { names }, settings }) => {
    const { id } = fieldsIn(policy);
    if (isEmpty(id)) return undefined;
    // A policy that is yet to be created has no ID.
    if (id instanceof Unknown) return settings['alertSource.escalationPolicy'] ?? 'not chosen yet';
    return nameOfReference(policy, names.escalationPolicy);
  }),
  asReference('teams', 'Teams', (teams, { references: { names } }) => listed(teams, names.team)),
  {
    field: 'alertGrouping',
    label: 'Alert grouping',
    of: ['alertCreation', 'alertGroupingWindow', 'scoreThreshold'],
    text: (values) => groupingInWords(values),
  },
  asCode('alertPriorityRule', 'Alert priority', {
    HIGH: 'High',
    LOW: 'Low',
    HIGH_DURING_SUPPORT_HOURS: 'High during support hours, otherwise low',
    LOW_DURING_SUPPORT_HOURS: 'Low during support hours, otherwise high',
  }),
  asReference('supportHours', 'Support hours', (hours, { references: { names } }) =>
    isEmpty(hours) ? undefined : nameOfReference(hours, names.supportHours),
  ),
  {
    field: 'autoResolutionTimeout',
    label: 'Auto-resolution',
    text({ autoResolutionTimeout }) {
      const time = timeInWords(autoResolutionTimeout);
      return time === undefined ? undefined : `after ${time}`;
    },
  },
  asText('severity', 'Severity'),
  asReference('services', 'Services', (services, { references: { names } }) => listed(services, names.service)),
  asTemplate('summaryTemplate', 'Alert summary'),
  asTemplate('detailsTemplate', 'Alert details'),
  {
    field: 'ticketLink',
    label: 'Link to the ticket',
    of: ['linkTemplates'],
    isUnconfirmed: true,
    text: ticketLinkInWords,
  },
  { field: 'linkTemplates', label: 'Links', text: ({ linkTemplates }) => linksInWords(linkTemplates) },
  fromHalo('priority', 'Priority from Halo'),
  asMapping('priority', 'Priority by value'),
  fromHalo('severity', 'Severity from Halo'),
  asMapping('severity', 'Severity by value'),
  ...SOURCE_FILTERS.map(([field, label]) => asText(field, label)),
  {
    field: 'setupStatus',
    label: 'Setup',
    text: ({ setupStatus }) => (setupStatus === 'FINISHED' ? 'finished' : 'not finished'),
    isFixed: true,
  },
];

function listed(rows: Value, names: ReadonlyMap<string, string> | undefined): string | undefined {
  if (!Array.isArray(rows) || rows.length === 0) return undefined;
  const all = (rows as readonly Value[]).map((row) => nameOfReference(row, names));
  return listInWords(all.toSorted((one, other) => one.localeCompare(other)));
}

function asTemplate(field: string, label: string): IntegrationLabel {
  return { field, label, text: (values) => templateText(values[field]) };
}

/** How an alert's priority or severity follows from the name of its ticket's priority. */
function fromHalo(to: 'priority' | 'severity', label: string): IntegrationLabel {
  const field = `${to}Template`;
  return {
    field: `${to}FromHalo`,
    label,
    of: [field],
    isUnconfirmed: true,
    text: ({ [field]: template }) => (isByHaloPriority(template) ? pairsInWords(template, to) : undefined),
  };
}

/** The same for any other value of the event. */
function asMapping(to: 'priority' | 'severity', label: string): IntegrationLabel {
  const field = `${to}Template`;
  return {
    field,
    label,
    text({ [field]: template }) {
      const pairs = isByHaloPriority(template) ? undefined : pairsInWords(template, to);
      return pairs && `${templateText(fieldsIn(template).valueTemplate) ?? 'value'}: ${pairs}`;
    },
  };
}

function pairsInWords(template: Value, to: 'priority' | 'severity'): string | undefined {
  const pairs = objectsIn(fieldsIn(template).mappings);
  return pairs.map((pair) => `${valueInWords(pair.value)} is ${inLowerCase(pair[to])}`).join(', ') || undefined;
}

function ticketLinkInWords({ linkTemplates }: Fields): string | undefined {
  const ours = objectsIn(linkTemplates).find(isTicketLink);
  return ours && (templateText(ours.hrefTemplate) ?? '');
}

/** Links that others added. */
function linksInWords(links: Value): string | undefined {
  const all = objectsIn(links)
    .filter((link) => !isTicketLink(link))
    .map((link) => `${linkName(link) ?? 'link'} to ${templateText(link.hrefTemplate) ?? '?'}`);
  return all.length === 0 ? undefined : all.join(', ');
}

function inLowerCase(value: Value): string {
  return (valueInWords(value) ?? '').toLowerCase();
}

function isEmpty(value: Value): boolean {
  return value === undefined || value === null || value === '';
}
