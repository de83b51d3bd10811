import { productOf } from '../config/product.ts';
import type { WrittenExport } from '../export/write-export.ts';
import { renderManualSteps } from '../reporters/manual-steps.ts';
import type { Context } from '../runtime/context.ts';
import { shellOf } from '../text/shell-word.ts';
import { createStyle } from '../ui/style.ts';
import { wrap } from '../ui/wrap.ts';
import { commandWithPurpose, placeOf } from './command-lines.ts';

/** Returns the last page for a person without an API application: what to do by hand, and how to continue. */
export function createImportOutro(context: Context, written: WrittenExport): string {
  const { streams, system } = context;
  const style = createStyle(streams.resultColor);
  const shell = shellOf(system.platform);
  const columns = streams.resultColumns;
  const options = placeOf(context.options, shell);
  const { name: product } = productOf(written.guide.settings);
  const next = (does: string, command?: string, ...own: string[]) =>
    commandWithPurpose({ command, options: [...own, ...options], does }, shell, columns);
  return [
    wrap(renderManualSteps(written, style), columns),
    '',
    style.strong('Next'),
    ...next("tests ilert's side", 'verify', '--only ilert'),
    ...next(`changes or tests it, or sets ${product} up once you have an API application`),
    ...next("removes ilert's side", 'destroy', '--only ilert'),
    style.strong('Credentials'),
    wrap(
      '  The API key is no longer needed for tickets to open alerts. Keep it to check, change or remove this, or delete it in ilert.',
      columns,
    ),
  ].join('\n');
}
