import type { Style } from '../ui/style.ts';
import { wrap } from '../ui/wrap.ts';
import type { Again, Shell } from './reproduce-command.ts';

/** The last page's facts. */
export interface Closing {
  /** HaloITSM or HaloPSA. */
  readonly product: string;
  readonly haloUrl: string;
  readonly ilertEndpoint: string;
  readonly sourceName: string;
  readonly integrationName: string;
  readonly runbookName: string;
  readonly again: Again;
  readonly removal: Again;
  readonly shell: Shell;
  /** Width of the terminal; undefined where there is none. */
  readonly columns?: number | undefined;
}

/** What to do next: look, check, repeat, remove. Pure. */
export function closingPage(closing: Closing, paint: Style): string {
  const { product, haloUrl, sourceName, integrationName, runbookName, again, shell, columns } = closing;
  const lines = (...texts: string[]) => texts.map((text) => wrap(`  ${text}`, columns));
  const set = (name: string) => (shell === 'powershell' ? `  $env:${name} = '...'` : `  export ${name}=...`);
  return [
    paint.strong('Look at it'),
    ...lines(
      `ilert: ${webOf(closing.ilertEndpoint)} > Alert sources > ${sourceName}`,
      `${product}: ${haloUrl}/config > Integrations`,
      `  > Custom Integrations > ${integrationName}`,
      `  > Integration Runbooks > ${runbookName}`,
    ),
    paint.strong('Check it'),
    ...lines(
      `Log a ticket in ${product}: within two minutes the alert is in ilert.`,
      'Close the ticket: the alert resolves.',
      'Or prove it at once: the command below, with verify in place of apply.',
    ),
    paint.strong(wrap('The same again, without questions', columns)),
    ...again.variables.map(set),
    ...commandOf(again, shell, columns),
    paint.strong('Remove it'),
    ...commandOf(closing.removal, shell, columns),
  ].join('\n');
}

/** The command in one line where it fits, else a line for each option, so that it can be copied whole. */
function commandOf({ program, options }: Again, shell: Shell, columns: number | undefined): string[] {
  const whole = `  ${[program, ...options].join(' ')}`;
  if (columns === undefined || whole.length <= columns) return [whole];
  const goesOn = shell === 'powershell' ? ' `' : ' \\';
  return [`  ${program}`, ...options.map((option) => `    ${option}`)].map((line, at) =>
    at < options.length ? `${line}${goesOn}` : line,
  );
}

/** ilert's web pages are at app.ilert.com where its API is at api.ilert.com. */
function webOf(endpoint: string): string {
  return endpoint.replace('://api.', '://app.');
}
