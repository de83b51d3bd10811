import type { Live } from './resource.ts';

/** Carries the state of a run that stopped in the middle. */
export class Stopped extends Error {
  readonly live: Live;

  constructor(live: Live, cause: unknown) {
    super('stopped', { cause });
    this.live = live;
  }
}
