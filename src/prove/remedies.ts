/** What to do if a fact is contradicted, by the fact's ID: a setting, if there is one. */
export const REMEDIES: Readonly<Record<string, string>> = {
  'event-on-close': 'Set halo.closedEvent (--closed-event): then the event "Closed" starts the runbook as well.',
};
