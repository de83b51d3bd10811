import type { Fact } from './fact.ts';
import { haloEventFacts } from './facts/halo-events.ts';
import { haloMethodFacts } from './facts/halo-method.ts';
import { haloRunbookFacts } from './facts/halo-runbook.ts';
import { haloRunFacts } from './facts/halo-runs.ts';
import { haloSignInFacts } from './facts/halo-sign-in.ts';
import { haloStepFacts } from './facts/halo-steps.ts';
import { haloWireFacts } from './facts/halo-wire.ts';
import { ilertFacts } from './facts/ilert.ts';
import { ilertAlertFacts } from './facts/ilert-alerts.ts';

/** Every fact that the code leans on, under what it is about. `docs/facts.md` is written from this. */
export const factGroups: readonly { readonly title: string; readonly facts: readonly Fact[] }[] = [
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

/** All of them. */
export const facts: readonly Fact[] = factGroups.flatMap((group) => group.facts);
