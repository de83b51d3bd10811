import { productOf } from '../config/product.ts';
import type { RawValue } from '../config/raw-value.ts';
import { isAllowedInFile } from '../config/secret-destinations.ts';
import { type FieldKey, fieldOf, type Settings } from '../config/settings.ts';
import { asksForFilter } from '../providers/halo/ticket-filter.ts';
import type { Context } from '../runtime/context.ts';
import { listInWords } from '../text/list.ts';
import { quoted, type Shell, shellOf } from '../text/shell-word.ts';
import { createStyle, type Style } from '../ui/style.ts';
import { wrap } from '../ui/wrap.ts';
import { commandLines, commandWithPurpose, placeOf } from './command-lines.ts';
import { keptFilter } from './kept-filter.ts';
import { type ReproducedCommand, reproduceCommand } from './reproduce-command.ts';
import type { Approved } from './review.ts';

export interface Outro {
  /** HaloITSM or HaloPSA. */
  readonly product: string;
  readonly settings: Pick<
    Settings,
    'ilert.endpoint' | 'alertSource.name' | 'halo.url' | 'halo.integrationName' | 'halo.runbookName'
  >;
  /** Options with which later commands find the settings, such as `--config FILE`. */
  readonly options: readonly string[];
  readonly apply: ReproducedCommand;
  readonly destroy: ReproducedCommand;
  /** Whether only some tickets become alerts. */
  readonly isFiltered: boolean;
  readonly shell: Shell;
  /** Width of the terminal; undefined if there is none. */
  readonly columns?: number | undefined;
}

/** Returns the wizard's last page. @param savedAs the settings file that was written, if any */
export function createOutro(
  context: Context,
  { values, adopt, resolved, session }: Approved,
  savedAs: string | undefined,
): string {
  const { options, system, streams } = context;
  const shell = shellOf(system.platform);
  const place = placeOf(options, shell, savedAs);
  const common = [...place, ...[...options.adopt, ...adopt].map((id) => `--adopt ${quoted(id, shell)}`)];
  const toRepeat = savedAs === undefined ? values : notInFile(values, resolved.settings);
  const { options: besideFile } = reproduceCommand('apply', savedAs === undefined ? new Map() : toRepeat, [], shell);
  const outro: Outro = {
    product: productOf(resolved.settings).name,
    settings: resolved.settings,
    options: [...place, ...besideFile],
    apply: reproduceCommand('apply', toRepeat, common, shell),
    destroy: reproduceCommand('destroy', toRepeat, common, shell),
    isFiltered: asksForFilter(resolved.settings) || keptFilter(session) !== undefined,
    shell,
    columns: streams.resultColumns,
  };
  return renderOutro(outro, createStyle(streams.resultColor));
}

/** Returns what a newly written settings file lacks: the secrets, and anything that no file may set. Pure. */
export function notInFile(
  values: ReadonlyMap<FieldKey, RawValue>,
  settings: Partial<Settings>,
): ReadonlyMap<FieldKey, RawValue> {
  const isLeft = (key: FieldKey) => fieldOf(key).kind === 'secret' || !isAllowedInFile(fieldOf(key), settings[key]);
  return new Map([...values].filter(([key]) => isLeft(key)));
}

/** Says where everything is, and what to do next: test, check, change, repeat, remove. */
export function renderOutro(outro: Outro, style: Style): string {
  const { product, settings, options, apply, destroy, isFiltered, shell, columns } = outro;
  const lines = (...texts: string[]) => texts.map((text) => wrap(`  ${text}`, columns));
  const next = (does: string, command?: string, ...own: string[]) =>
    commandWithPurpose({ command, options: [...own, ...options], does }, shell, columns);
  return [
    style.strong('Where to find it'),
    ...lines(
      `ilert: ${webAddress(settings['ilert.endpoint'])} > Alert sources > ${settings['alertSource.name']}`,
      `${product}: ${settings['halo.url'] ?? ''}/config > Integrations`,
      `  > Custom Integrations > ${settings['halo.integrationName']}`,
      `  > Integration Runbooks > ${settings['halo.runbookName']}`,
    ),
    style.strong('Test it'),
    ...lines(
      `Log a ticket ${isFiltered ? 'that matches the filter ' : ''}in ${product}; the alert should appear in ilert within two minutes.`,
      'Close the ticket; the alert is resolved.',
    ),
    ...next('does both with a test ticket', 'verify', '--through-halo'),
    style.strong('Next'),
    ...next('checks that everything still works', 'status'),
    ...next('changes, tests or removes it'),
    style.strong(wrap('Repeat this without the wizard', columns)),
    ...(apply.variables.length === 0 ? [] : lines(secretsNeeded(apply.variables))),
    ...apply.off.flatMap((name) => lines(`Set ${name}=no as well: no flag turns that off.`)),
    ...commandLines(apply, shell, columns),
    style.strong('Remove it'),
    ...commandLines(destroy, shell, columns),
    style.strong('Credentials'),
    ...lines(
      `The API key and the API application are no longer needed for tickets to open alerts. Keep them to check, change or remove this, or delete them in ilert and ${product}.`,
    ),
  ].join('\n');
}

/** No command sets a secret, since the shell's history would keep it. */
function secretsNeeded(variables: readonly string[]): string {
  return `On a terminal, it asks for ${listInWords(variables)}; in a script, set ${variables.length === 1 ? 'this variable' : 'these variables'}.`;
}

/** ilert's web pages are at app.ilert.com if its API is at api.ilert.com. */
function webAddress(endpoint: string): string {
  return endpoint.replace('://api.', '://app.');
}
