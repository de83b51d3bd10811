import type { Context } from '../context.ts';
import { createPaint } from '../terminal/paint.ts';
import { againAs, type Shell } from '../wizard/again.ts';
import { asGiven } from '../wizard/answers.ts';
import { closingPage } from '../wizard/closing.ts';
import type { Desk } from '../wizard/desk.ts';
import type { Agreed } from './setup.ts';

/** The wizard's last page: what to look at, and how to go on. */
export function closingOf(
  { options, host, streams }: Context,
  desk: Desk,
  { answers, resolved, adopt }: Agreed,
): string {
  const { settings } = resolved;
  const shell: Shell = host.platform === 'win32' ? 'powershell' : 'posix';
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
      columns: host.stdout.isTTY ? streams.columns : undefined,
    },
    createPaint(streams.resultColor),
  );
}
