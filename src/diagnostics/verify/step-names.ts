/** How much a test covers: the configuration without an alert, ilert's side, or everything from a ticket in Halo. */
export type Coverage = 'without-alert' | 'ilert' | 'end-to-end';

/** The names of the steps that do not depend on the settings. @param product name of the Halo product */
export function stepNames(product: string) {
  return {
    configuration: 'Configuration is complete',
    payload: 'The payload produces valid JSON',
    sendEvent: `Send a test event, as ${product} would`,
    logTicket: `Log a test ticket in ${product}`,
    alertCreated: 'Alert created in ilert',
    alertMatches: 'Alert matches the ticket',
    alertHasExtras: 'Alert has what the alert source adds',
    sendClosingEvent: 'Send the closing event',
    closeTicket: `Close the ticket in ${product}`,
    alertResolved: 'Alert resolved in ilert',
  } as const;
}

/** The steps of every test with this coverage, in order, including those that a failed test did not reach. */
export function stepsOf(coverage: Coverage, product: string): readonly string[] {
  const names = stepNames(product);
  const { configuration, payload, alertCreated, alertMatches, alertResolved } = names;
  switch (coverage) {
    case 'without-alert':
      return [configuration, payload];
    case 'ilert':
      return [configuration, names.sendEvent, alertCreated, alertMatches, names.sendClosingEvent, alertResolved];
    case 'end-to-end':
      return [configuration, names.logTicket, alertCreated, alertMatches, names.closeTicket, alertResolved];
  }
}
