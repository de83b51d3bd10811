import type { Experiment } from '../experiment.ts';
import { agentsToNotify } from './halo/agents-to-notify.ts';
import { closing } from './halo/closing.ts';
import { conditions } from './halo/conditions/conditions.ts';
import { conditionsStored } from './halo/conditions-stored.ts';
import { dateZone } from './halo/date-zone.ts';
import { disabledRunbooks } from './halo/disabled-runbooks.ts';
import { failingRuns } from './halo/failing-runs/failing-runs.ts';
import { integrationDetails } from './halo/integration-details.ts';
import { integrationImport } from './halo/integration-import.ts';
import { methodCalls } from './halo/method-calls.ts';
import { orderOfIds } from './halo/order-of-ids.ts';
import { pages } from './halo/pages.ts';
import { rendering } from './halo/rendering/rendering.ts';
import { runbookLists } from './halo/runbook-lists.ts';
import { stepsOmitted } from './halo/steps-omitted.ts';
import { webhookNames } from './halo/webhook-names.ts';
import { alertDetails } from './ilert/alert-details.ts';
import { alertExtras } from './ilert/alert-extras.ts';
import { alertFilters } from './ilert/alert-filters.ts';
import { alertGrouping } from './ilert/alert-grouping.ts';
import { alertKey } from './ilert/alert-key.ts';
import { alertLists } from './ilert/alert-lists.ts';
import { alertSourceFields } from './ilert/alert-source-fields.ts';
import { alertSourceLists } from './ilert/alert-source-lists.ts';
import { alertSourceRules } from './ilert/alert-source-rules.ts';
import { closingInIlert } from './ilert/closing-in-ilert.ts';
import { escalationPolicy } from './ilert/escalation-policy.ts';
import { ilertAnswers } from './ilert/ilert-answers.ts';

/** Every experiment, in the order in which they begin: those that wait longest come first. */
export const experiments: readonly Experiment[] = [
  disabledRunbooks,
  failingRuns,
  conditions,
  closing,
  rendering,
  methodCalls,
  alertFilters,
  alertGrouping,
  closingInIlert,
  alertLists,
  alertExtras,
  alertKey,
  alertDetails,
  alertSourceRules,
  runbookLists,
  alertSourceFields,
  alertSourceLists,
  integrationDetails,
  orderOfIds,
  escalationPolicy,
  ilertAnswers,
  webhookNames,
  agentsToNotify,
  stepsOmitted,
  conditionsStored,
  dateZone,
  integrationImport,
  pages,
];
