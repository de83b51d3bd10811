import type { Answers } from './answers.ts';
import type { Desk } from './desk.ts';
import { addressStop, applicationStops } from './halo-stops.ts';
import { groupingStops, keyStop, nameStop, teamsStop } from './ilert-stops.ts';
import { moreStops } from './more-stops.ts';
import { payloadStops } from './payload-stops.ts';
import { policyStops } from './policy-stops.ts';
import type { Stop } from './walk.ts';

/** The whole walk, in the order of ilert's guide: ilert 1 to 5, HaloITSM 6 to 9. */
export function allStops(desk: Desk): Stop<Answers>[] {
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
export function nameStops(desk: Desk): Stop<Answers>[] {
  return [nameStop(desk), ...moreStops(desk).filter(({ id }) => id.endsWith('Name'))];
}
