import { isTypeOf, productOf } from '../../config/product.ts';
import type { Settings } from '../../config/settings.ts';
import { changedFields } from '../../engine/diff.ts';
import { ambiguityOf, hasName } from '../../engine/match.ts';
import { type Id, type PropsOf, rowInWords, type Search } from '../../engine/resource.ts';
import { type Fields, fieldsIn, Unknown, type Value } from '../../engine/values.ts';
import { ApiError } from '../../errors/api-error.ts';
import { usageError } from '../../errors/cli-error.ts';
import { Secret } from '../../secret/secret.ts';

import { parseMinutes } from '../../text/duration.ts';
import { nameTaken, unlessGone } from '../find.ts';
import type { Integration, IntegrationAccounts, IntegrationResource } from '../integration.ts';

import { GROUPINGS, groupingOf, takesNoWindow } from './alert-grouping.ts';
import { concernsUnlisted, optionalFields, takesNoSupportHours } from './alert-source-fields.ts';
import { alertSourceLabels } from './alert-source-labels.ts';
import { linksView, mappingView, templateView, withDesiredSpacing, withoutNulls } from './alert-template.ts';
import { type AlertSourceRow, INCLUDED } from './schemas.ts';
import { tooManyLinks } from './ticket-link.ts';

/** Fields of `AlertSourceRel` that a PUT copies from the stored row, since it replaces all of it (fact `ilert-put`). */
const CARRIED = [
  'name',
  'integrationType',
  'active',
  'autoResolutionTimeout',
  'alertGroupingWindow',
  'alertCreation',
  'alertPriorityRule',
  'autoRaiseAlerts',
  'scoreThreshold',
  'severity',
  'autoCreateServices',
  'iconUrl',
  'lightIconUrl',
  'darkIconUrl',
  ...INCLUDED.filter((name) => name !== 'textTemplate'),
] as const;

/** Without it, a source created by API is `CREATED`, and ilert asks to "Finish setup" (fact `ilert-setup-status`). */
const FINISHED = 'FINISHED';

/** ilert's alert source: where the tickets arrive. */
export const alertSource: IntegrationResource<AlertSourceRow> = {
  key: 'alert-source',
  title: 'alert source',
  service: 'ilert',
  dependsOn: ['escalation-policy'],
  nameSetting: 'alertSource.name',
  identity: ['integrationType'],
  labels: alertSourceLabels,
  dependents: (_row, _state, others = []) => others.filter(({ resource }) => resource === 'method'),
  isExternal: (settings) => settings['alertSource.id'] !== undefined,
  externalId: (settings) => settings['alertSource.id'],
  name: (settings) => settings['alertSource.name'],
  hasOwnName: (settings) => settings['alertSource.id'] !== undefined,

  async find(search) {
    const { source, sources } = search.identity();
    const row = await source;
    const name = alertSource.name(search.accounts.settings);
    if (row && !hasName(row, name))
      search.taken((await sources).filter((each) => each.id !== row.id && hasName(each, name)));
    return row;
  },

  async read(row, search: Search<Integration>, props) {
    const { accounts } = search;
    const { ilert, lookups } = accounts;
    const sources = props ? await lookups.alertSourcesBack.read() : [];
    const named = ofOurType(sources, accounts).filter((each) => hasName(each, alertSource.name(accounts.settings)));
    if (named.length > 1) search.choose(ambiguityOf(alertSource, '', named));
    const listedRow = sources.find(({ id }) => id === row.id);
    if (listedRow && props && isShownByList(listedRow, props, accounts.settings)) return listedRow;
    return unlessGone(ilert.alertSource(row.id));
  },

  rivals: async (_, accounts) =>
    ofOurType(await accounts.lookups.alertSourcesNow(), accounts).filter((row) =>
      hasName(row, alertSource.name(accounts.settings)),
    ),

  desired({ settings, references }, state) {
    const { policy, teams, supportHours, services, priorities } = references;
    return {
      name: settings['alertSource.name'],
      integrationType: productOf(settings).integrationType,
      escalationPolicy: { id: policy instanceof Unknown ? (state['escalation-policy']?.id ?? policy) : policy },
      ...(teams && { teams: teams.map((id) => ({ id })) }),
      ...(supportHours !== undefined && { supportHours: { id: supportHours } }),
      ...(services && { services: services.map((id) => ({ id })) }),
      setupStatus: FINISHED,
      ...optionalFields(settings, state['alert-source'], priorities),
    };
  },

  diff(row, props) {
    const view = wantedView(props);
    return changedFields(liveView(row, view), view);
  },

  conflicts: (intent, _state, taken) => [...nameTaken(alertSource, intent, taken, '--name'), ...tooManyLinks(intent)],

  create: (props) => ({ service: 'ilert', method: 'POST', path: '/alert-sources', body: props }),

  update(row, props) {
    const body: { -readonly [K in keyof PropsOf<AlertSourceRow>]: Value } = { id: row.id, ...carried(row), ...props };
    // ilert refuses left-overs of another grouping or priority.
    if (takesNoWindow(body.alertCreation)) delete body.alertGroupingWindow;
    if (takesNoWindow(body.alertCreation) || body.alertCreation === GROUPINGS.window) delete body.scoreThreshold;
    if (takesNoSupportHours(body.alertPriorityRule)) delete body.supportHours;
    return { service: 'ilert', method: 'PUT', path: `/alert-sources/${row.id}`, body };
  },

  delete: (row) => ({ service: 'ilert', method: 'DELETE', path: `/alert-sources/${row.id}` }),
};

/** The alert sources of the product's type. */
export function ofOurType(sources: readonly AlertSourceRow[], { settings }: IntegrationAccounts): AlertSourceRow[] {
  return sources.filter((row) => isTypeOf(productOf(settings), row.integrationType));
}

/**
 * Reads the alert source that others manage, by the ID in the settings.
 *
 * @throws CliError, exit 2, if there is none with this ID, or it has another type
 */
export async function readExternal(
  id: Id,
  { ilert, settings }: Pick<IntegrationAccounts, 'ilert' | 'settings'>,
): Promise<AlertSourceRow> {
  const row = await ilert.alertSource(id).catch((error: unknown) => {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
    throw usageError(
      `ilert has no alert source with ID ${id}, or the API key's user may not see it.`,
      'Use the ID of an existing alert source (shown in its page URL and in the Terraform state), and check whether that user may see it.',
    );
  });
  const product = productOf(settings);
  if (isTypeOf(product, row.integrationType)) return row;
  throw usageError(
    `The alert source ${rowInWords(row)} is of type ${row.integrationType}; ${product.name} tickets require type ${product.integrationType}.`,
    'Use the ID of an alert source of that type, or omit --alert-source to create one.',
  );
}

/**
 * Whether a list proves that an alert source is as desired. A list omits templates and filters (fact `ilert-include`),
 * and sometimes key and URL, so they may exist or not. Ignores `setupStatus`, which no list contains.
 */
export function isShownByList(
  entry: AlertSourceRow,
  { setupStatus: _, ...props }: PropsOf<AlertSourceRow>,
  settings: Settings,
): boolean {
  const shown = new Map<string, Value>(Object.entries(entry));
  const isWhole = Object.keys(props).every((field) => (shown.get(field) ?? undefined) !== undefined);
  const isEnough = isWhole && entry.integrationUrl instanceof Secret && !concernsUnlisted(settings);
  return isEnough && alertSource.diff(entry, props).length === 0;
}

/** The desired fields in comparable form. */
function wantedView(wanted: Fields): Fields {
  const views: Fields = {
    linkTemplates: linksView(wanted.linkTemplates),
    priorityTemplate: mappingView(wanted.priorityTemplate, 'priority'),
    severityTemplate: mappingView(wanted.severityTemplate, 'severity'),
  };
  const asked = Object.entries(views).filter(([field]) => wanted[field] !== undefined);
  return inOrder({ ...wanted, ...Object.fromEntries(asked) });
}

/** The live row in the same form: nested rows as IDs, templates as text, times in the desired unit. */
function liveView(row: AlertSourceRow, wanted: Fields): Fields {
  const templates: Fields = {
    summaryTemplate: templateView(row.summaryTemplate),
    detailsTemplate: templateView(row.detailsTemplate),
    linkTemplates: linksView(row.linkTemplates),
    priorityTemplate: mappingView(row.priorityTemplate, 'priority'),
    severityTemplate: mappingView(row.severityTemplate, 'severity'),
  };
  const view: PropsOf<AlertSourceRow> = {
    ...row,
    ...referred(row),
    integrationType: sameCode(row.integrationType, wanted.integrationType),
    setupStatus: isUnfinished(row.setupStatus) ? row.setupStatus : wanted.setupStatus,
    alertCreation: wanted.alertCreation === undefined ? groupingOf(row.alertCreation) : row.alertCreation,
    alertGroupingWindow: sameTime(row.alertGroupingWindow, wanted.alertGroupingWindow),
    autoResolutionTimeout: sameTime(row.autoResolutionTimeout, wanted.autoResolutionTimeout),
    ...Object.fromEntries(
      Object.entries(templates).map(([field, template]) => [field, withDesiredSpacing(template, wanted[field])]),
    ),
  };
  return inOrder(view);
}

function carried(row: AlertSourceRow): Fields {
  const kept = CARRIED.map((name) => [name, withoutNulls(row[name])] as const);
  return { ...Object.fromEntries(kept.filter(([, value]) => value !== undefined)), ...referred(row) };
}

/** A write only takes the IDs of nested rows. */
function referred(row: AlertSourceRow): Fields {
  const fields = {
    escalationPolicy: onlyId(row.escalationPolicy),
    teams: teamsOf(row),
    supportHours: onlyId(row.supportHours),
    services: Array.isArray(row.services) ? row.services.map(onlyId) : undefined,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** A PUT without teams keeps them, so a list that can't be sent back completely is omitted (fact `ilert-put`). */
function teamsOf({ teams }: AlertSourceRow): Value {
  if (!Array.isArray(teams)) return undefined;
  const ids = (teams as Value[]).map(onlyId);
  return ids.includes(undefined) ? undefined : ids;
}

/** `CREATED`, `CREATED_ADVANCED` … A missing or unknown status is no reason to write. */
function isUnfinished(setupStatus: Value): boolean {
  return typeof setupStatus === 'string' && setupStatus.startsWith('CREATED');
}

/** The order of teams and services does not matter. */
function inOrder(fields: Fields): Fields {
  const sorted = (name: string) => {
    const list = fields[name];
    return Array.isArray(list) ? { [name]: [...list].sort((one, other) => idIn(one) - idIn(other)) } : {};
  };
  return { ...fields, ...sorted('teams'), ...sorted('services') };
}

/** Returns the desired form of a code that differs only in case. */
function sameCode(live: Value, wanted: Value): Value {
  return String(live).toUpperCase() === String(wanted).toUpperCase() ? wanted : live;
}

/** Returns the desired form of an equal time: `PT60M` is `PT1H`. */
function sameTime(live: Value, wanted: Value): Value {
  if (typeof live !== 'string' || typeof wanted !== 'string') return live;
  return parseMinutes(live) === parseMinutes(wanted) ? wanted : live;
}

function onlyId(nested: Value): Value {
  const { id } = fieldsIn(nested);
  return id === undefined ? undefined : { id };
}

function idIn(nested: Value): number {
  return Number(fieldsIn(nested).id);
}
