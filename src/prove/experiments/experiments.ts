import type { Experiment } from '../experiment.ts';
import { agentsToNotify } from './agents-to-notify.ts';
import { alertDetails } from './alert-details.ts';
import { alertExtras } from './alert-extras.ts';
import { alertFilters } from './alert-filters.ts';
import { alertGrouping } from './alert-grouping.ts';
import { alertKey } from './alert-key.ts';
import { alertLists } from './alert-lists.ts';
import { alertSourceFields } from './alert-source-fields.ts';
import { alertSourceLists } from './alert-source-lists.ts';
import { alertSourceRules } from './alert-source-rules.ts';
import { closing } from './closing.ts';
import { closingInIlert } from './closing-in-ilert.ts';
import { conditions } from './conditions.ts';
import { conditionsStored } from './conditions-stored.ts';
import { dateZone } from './date-zone.ts';
import { disabledRunbooks } from './disabled-runbooks.ts';
import { escalationPolicy } from './escalation-policy.ts';
import { failingRuns } from './failing-runs.ts';
import { ilertAnswers } from './ilert-answers.ts';
import { integrationDetails } from './integration-details.ts';
import { integrationImport } from './integration-import.ts';
import { methodCalls } from './method-calls.ts';
import { orderOfIds } from './order-of-ids.ts';
import { pages } from './pages.ts';
import { rendering } from './rendering.ts';
import { runbookLists } from './runbook-lists.ts';
import { stepsOmitted } from './steps-omitted.ts';
import { webhookNames } from './webhook-names.ts';

/** Every experiment, in the order in which they begin: those that wait longest come first. */
export const experiments: readonly Experiment[] = [
  failingRuns,
  disabledRunbooks,
  conditions,
  closing,
  rendering,
  methodCalls,
  alertKey,
  alertDetails,
  alertGrouping,
  closingInIlert,
  alertFilters,
  alertExtras,
  alertLists,
  alertSourceRules,
  alertSourceFields,
  alertSourceLists,
  escalationPolicy,
  ilertAnswers,
  runbookLists,
  dateZone,
  integrationDetails,
  orderOfIds,
  webhookNames,
  agentsToNotify,
  stepsOmitted,
  conditionsStored,
  integrationImport,
  pages,
];
