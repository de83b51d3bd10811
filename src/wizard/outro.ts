import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import { asksForFilter } from '../providers/halo/ticket-filter.ts';
import type { Context } from '../runtime/context.ts';
import { DEFAULT_PROFILE } from '../state/profiles.ts';
import { type Shell, shellOf } from '../text/shell-word.ts';
import { createStyle, type Style } from '../ui/style.ts';
import { wrap } from '../ui/wrap.ts';
import { withAnswers } from './answers.ts';
import type { WizardContext } from './context.ts';
import { keptFilter } from './kept-filter.ts';
import { type ReproducedCommand, reproduceCommand } from './reproduce-command.ts';
import type { Approved } from './review.ts';

/** What the last page shows. */
export interface Outro {
  /** HaloITSM or HaloPSA. */
  readonly product: string;
  readonly settings: Pick<
    Settings,
    'ilert.endpoint' | 'alertSource.name' | 'halo.url' | 'halo.integrationName' | 'halo.runbookName'
  >;
  readonly apply: ReproducedCommand;
  readonly destroy: ReproducedCommand;
  /** Whether only some tickets become alerts. */
  readonly isFiltered: boolean;
  readonly shell: Shell;
  /** Width of the terminal; undefined where there is none. */
  readonly columns?: number | undefined;
}

/** The wizard's last page. */
export function createOutro({ options, system, streams }: Context, wizard: WizardContext, approved: Approved): string {
  const shell = shellOf(system.platform);
  const all = withAnswers(wizard.provided, approved.answers);
  const common: (readonly [string, string])[] = [
    ...(options.config === undefined ? [] : [['--config', options.config] as const]),
    ...(options.profile === DEFAULT_PROFILE ? [] : [['--profile', options.profile] as const]),
    ...[...options.adopt, ...approved.adopt].map((id) => ['--adopt', id] as const),
  ];
  const outro: Outro = {
    product: productOf(approved.resolved.settings).name,
    settings: approved.resolved.settings,
    apply: reproduceCommand('apply', all, common, shell),
    destroy: reproduceCommand('destroy', all, common, shell),
    isFiltered: asksForFilter(approved.resolved.settings) || keptFilter(approved.session) !== undefined,
    shell,
    columns: system.stdout.isTTY ? streams.columns : undefined,
  };
  return renderOutro(outro, createStyle(streams.resultColor));
}

/** What to do next: view, check, repeat, remove. */
export function renderOutro(outro: Outro, style: Style): string {
  const { product, settings, apply, destroy, isFiltered, shell, columns } = outro;
  const lines = (...texts: string[]) => texts.map((text) => wrap(`  ${text}`, columns));
  const setVariable = (name: string) => (shell === 'powershell' ? `  $env:${name} = '...'` : `  export ${name}=...`);
  return [
    style.strong('Look at it'),
    ...lines(
      `ilert: ${webAddress(settings['ilert.endpoint'])} > Alert sources > ${settings['alertSource.name']}`,
      `${product}: ${settings['halo.url'] ?? ''}/config > Integrations`,
      `  > Custom Integrations > ${settings['halo.integrationName']}`,
      `  > Integration Runbooks > ${settings['halo.runbookName']}`,
    ),
    style.strong('Check it'),
    ...lines(
      `Log a ticket ${isFiltered ? 'that the filter lets through ' : ''}in ${product}: within two minutes the alert is in ilert.`,
      'Close the ticket: the alert resolves.',
      'Or prove it at once: the command below, with verify in place of apply.',
    ),
    style.strong(wrap('The same again, without questions', columns)),
    ...apply.variables.map(setVariable),
    ...commandLines(apply, shell, columns),
    style.strong('Remove it'),
    ...commandLines(destroy, shell, columns),
  ].join('\n');
}

/** The command on one line where it fits, otherwise one line per option, so that it can be copied as a whole. */
function commandLines({ program, options }: ReproducedCommand, shell: Shell, columns: number | undefined): string[] {
  const oneLine = `  ${[program, ...options].join(' ')}`;
  if (columns === undefined || oneLine.length <= columns) return [oneLine];
  const continuation = shell === 'powershell' ? ' `' : ' \\';
  const lines = [`  ${program}`, ...options.map((option) => `    ${option}`)];
  return lines.map((line, index) => (index < options.length ? `${line}${continuation}` : line));
}

/** ilert's web pages are at app.ilert.com where its API is at api.ilert.com. */
function webAddress(endpoint: string): string {
  return endpoint.replace('://api.', '://app.');
}
