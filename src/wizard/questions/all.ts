import type { Answers } from '../answers.ts';
import type { WizardContext } from '../context.ts';
import type { Stop } from '../runner.ts';
import { addressStop, applicationStops } from './halo.ts';
import { groupingStops, keyStop, nameStop, teamsStop } from './ilert.ts';
import { moreStops } from './more.ts';
import { payloadStops } from './payload.ts';
import { policyStops } from './policy.ts';

/** The whole walk, in the order of ilert's guide: ilert 1 to 5, HaloITSM 6 to 9. */
export function allStops(desk: WizardContext): Stop<Answers>[] {
  return [
    keyStop(desk),
    nameStop(desk),
    teamsStop(desk),
    ...policyStops(desk),
    ...groupingStops(desk),
    addressStop(desk),
    ...applicationStops(desk),
    ...payloadStops(desk),
    ...moreStops(desk),
  ];
}

/** The names alone, where those given are taken. */
export function nameStops(desk: WizardContext): Stop<Answers>[] {
  return [nameStop(desk), ...moreStops(desk).filter(({ id }) => id.endsWith('Name'))];
}
