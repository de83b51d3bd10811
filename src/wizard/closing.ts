import type { Paint } from '../terminal/paint.ts';
import type { Again, Shell } from './again.ts';

/** The last page's facts. */
export interface Closing {
  readonly haloUrl: string;
  readonly ilertEndpoint: string;
  readonly sourceName: string;
  readonly integrationName: string;
  readonly runbookName: string;
  readonly again: Again;
  readonly shell: Shell;
}

/** What to do next: look, repeat, check, remove. Pure. */
export function closingPage(closing: Closing, paint: Paint): string {
  const { haloUrl, sourceName, integrationName, runbookName, again, shell } = closing;
  const set = (name: string) => (shell === 'powershell' ? `  $env:${name} = '…'` : `  export ${name}=…`);
  return [
    paint.strong('Look at it'),
    `  ilert: ${webOf(closing.ilertEndpoint)} > Alert sources > ${sourceName}`,
    `  HaloITSM: ${haloUrl}/config > Integrations > Custom Integrations > ${integrationName},`,
    `    and Integration Runbooks > ${runbookName}`,
    paint.strong('Check it'),
    '  Log a ticket in HaloITSM: the alert is in ilert within two minutes.',
    '  Close the ticket: the alert resolves.',
    paint.strong('The same again, without questions'),
    ...again.variables.map(set),
    `  ${again.command}`,
    paint.strong('Remove it'),
    '  npx ilert-haloitsm destroy',
  ].join('\n');
}

/** ilert's web pages are at app.ilert.com where its API is at api.ilert.com. */
function webOf(endpoint: string): string {
  return endpoint.replace('://api.', '://app.');
}
