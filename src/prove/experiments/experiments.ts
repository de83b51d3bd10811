import type { Experiment } from '../experiment.ts';
import { alertDetails } from './alert-details.ts';
import { alertKey } from './alert-key.ts';
import { closing } from './closing.ts';
import { conditions } from './conditions.ts';
import { dateZone } from './date-zone.ts';
import { methodCalls } from './method-calls.ts';
import { runbookLists } from './runbook-lists.ts';

/** Every experiment, in the order in which they begin: those that wait longest come first. */
export const experiments: readonly Experiment[] = [
  conditions,
  closing,
  methodCalls,
  alertKey,
  alertDetails,
  runbookLists,
  dateZone,
];
