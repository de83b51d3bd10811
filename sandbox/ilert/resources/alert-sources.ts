import { badRequest } from '../../http/refusal.ts';
import type { Route } from '../../http/service.ts';
import type { AlertSourceRow } from '../rows.ts';
import type { IlertState } from '../state.ts';
import { byId, showAlertSource, showListedAlertSource } from '../views.ts';
import { type AlertSourceBody, checkAlertSourceBody, INCLUDES, type LinkTemplate } from './alert-source-body.ts';
import { resourceRoutes } from './resource.ts';

export function alertSourceRoutes(state: IlertState): Route[] {
  return resourceRoutes<AlertSourceRow>(state, {
    name: 'alert-sources',
    noun: 'alert source',
    rows: state.alertSources,
    list: { largestPage: 50, show: (source) => ({ ...showListedAlertSource(state, source), ...state.listedInstead }) },
    read: {
      query: { include: { type: 'list', of: INCLUDES } },
      find: (key) => sourceByKey(state, key),
      show: (source, query) => showAlertSource(state, source, query.list('include')),
    },
    write: {
      create: (body) => create(state, checkAlertSourceBody(body, state.contradicted)),
      replace: (source, body) => replace(state, source, checkAlertSourceBody(body, state.contradicted)),
      show: (source) => showAlertSource(state, source, INCLUDES),
    },
  });
}

function create(state: IlertState, body: AlertSourceBody): AlertSourceRow {
  if (body.id !== undefined) throw badRequest('Field "id" is given by ilert.');
  if (body.integrationKey !== undefined) throw badRequest('Field "integrationKey" is given by ilert.');
  checkReferences(state, body);
  return state.addAlertSource(body.name, settingsOf(state, body));
}

/** A PUT replaces the source: missing fields get their defaults, except teams. ID, key and URL stay. */
function replace(state: IlertState, source: AlertSourceRow, body: AlertSourceBody): void {
  if (body.id !== undefined && body.id !== source.id) throw badRequest('Field "id" names another alert source.');
  if (body.integrationKey !== undefined && body.integrationKey !== source.integrationKey) {
    throw badRequest('Field "integrationKey" cannot be changed.');
  }
  if (body.integrationType !== source.integrationType) throw badRequest('Field "integrationType" cannot be changed.');
  checkReferences(state, body);
  const { id, integrationKey, createdAt, inMaintenance, teamIds } = source;
  const omitted = state.contradicts('ilert-put') ? [] : Object.keys(source);
  for (const field of omitted) Reflect.deleteProperty(source, field);
  const kept = { id, integrationKey, createdAt, ...(inMaintenance && { inMaintenance }) };
  const teams = body.teams ?? teamIds.map((team) => ({ id: team }));
  Object.assign(source, kept, { updatedAt: state.instant(), ...settingsOf(state, { ...body, teams }) });
}

function checkReferences(state: IlertState, body: AlertSourceBody): void {
  const { escalationPolicy, teams, services, supportHours } = body;
  if (!byId(state.policies, escalationPolicy.id))
    throw badRequest(`There is no escalation policy ${escalationPolicy.id}.`);
  for (const { id } of teams ?? []) if (!byId(state.teams, id)) throw badRequest(`There is no team ${id}.`);
  for (const { id } of services) if (!byId(state.services, id)) throw badRequest(`There is no service ${id}.`);
  if (supportHours && !byId(state.supportHours, supportHours.id)) {
    throw badRequest(`There are no support hours ${supportHours.id}.`);
  }
}

function sourceByKey(state: IlertState, key: string): AlertSourceRow | undefined {
  if (state.contradicts('ilert-source-by-key')) return undefined;
  return state.alertSources.find(({ integrationKey }) => integrationKey === key);
}

function settingsOf(state: IlertState, body: AlertSourceBody) {
  const { id, integrationKey, escalationPolicy, teams = [], services, supportHours, linkTemplates, ...settings } = body;
  const usualGrouping = state.contradicts('ilert-own-grouping') ? 'ONE_OPEN_ALERT_ALLOWED' : 'ONE_ALERT_PER_EMAIL';
  const usualSetup = state.contradicts('ilert-setup-status') ? 'FINISHED' : 'CREATED';
  return {
    ...settings,
    setupStatus: settings.setupStatus ?? usualSetup,
    ...(linkTemplates && { linkTemplates: linkTemplates.map((link) => storedLink(state, link)) }),
    alertCreation: settings.alertCreation ?? usualGrouping,
    policyId: escalationPolicy.id,
    teamIds: teams.map((team) => team.id),
    serviceIds: services.map((service) => service.id),
    ...(supportHours && { supportHoursId: supportHours.id }),
  };
}

/** If a link has both names, ilert keeps the template (fact `ilert-link-text`). */
function storedLink(state: IlertState, { text, ...link }: LinkTemplate): LinkTemplate {
  return link.linkTextTemplate && !state.contradicts('ilert-link-text') ? link : { text, ...link };
}
