import { haloEventFacts } from './claims/halo-events.ts';
import { haloMethodFacts } from './claims/halo-method.ts';
import { haloRunbookFacts } from './claims/halo-runbook.ts';
import { haloRunFacts } from './claims/halo-runs.ts';
import { haloSignInFacts } from './claims/halo-sign-in.ts';
import { haloStepFacts } from './claims/halo-steps.ts';
import { haloWireFacts } from './claims/halo-wire.ts';
import { ilertFacts } from './claims/ilert.ts';
import { ilertAlertFacts } from './claims/ilert-alerts.ts';
import type { Facts } from './fact.ts';

/** All facts that the code relies on, by topic. `docs/facts.md` is generated from them. */
export const factGroups: readonly { readonly title: string; readonly facts: Facts }[] = [
  { title: 'Halo: signing in', facts: haloSignInFacts },
  { title: 'Halo: reading and writing', facts: haloWireFacts },
  { title: 'Halo: custom integration, method and template', facts: haloMethodFacts },
  { title: 'Halo: runbook', facts: haloRunbookFacts },
  { title: 'Halo: steps of the runbook', facts: haloStepFacts },
  { title: 'Halo: events', facts: haloEventFacts },
  { title: 'Halo: runs and deliveries', facts: haloRunFacts },
  { title: 'ilert: alert source and API', facts: ilertFacts },
  { title: 'ilert: alerts', facts: ilertAlertFacts },
];

/** All facts, each with its ID. */
export const facts = factGroups.flatMap((group) => Object.entries(group.facts).map(([id, fact]) => ({ id, ...fact })));
