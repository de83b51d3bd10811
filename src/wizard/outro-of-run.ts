import type { Agreed } from '../commands/setup.ts';
import type { Context } from '../runtime/context.ts';
import { createStyle } from '../ui/style.ts';
import { asGiven } from './answers.ts';
import type { WizardContext } from './context.ts';
import { closingPage } from './outro.ts';
import { againAs, type Shell } from './reproduce-command.ts';

/** The wizard's last page: what to look at, and how to go on. */
export function closingOf(
  { options, system, streams }: Context,
  desk: WizardContext,
  { answers, resolved, adopt }: Agreed,
): string {
  const { settings } = resolved;
  const shell: Shell = system.platform === 'win32' ? 'powershell' : 'posix';
  const further = [
    ...(options.config === undefined ? [] : [['--config', options.config] as const]),
    ...(options.profile === 'default' ? [] : [['--profile', options.profile] as const]),
    ...[...options.adopt, ...adopt].map((id) => ['--adopt', id] as const),
  ];
  const given = asGiven(desk.given, answers);
  return closingPage(
    {
      product: desk.product,
      haloUrl: settings['halo.url'] ?? '',
      ilertEndpoint: settings['ilert.endpoint'],
      sourceName: settings['alertSource.name'],
      integrationName: settings['halo.integrationName'],
      runbookName: settings['halo.runbookName'],
      again: againAs('apply', given, further, shell),
      removal: againAs('destroy', given, further, shell),
      shell,
      columns: system.stdout.isTTY ? streams.columns : undefined,
    },
    createStyle(streams.resultColor),
  );
}
