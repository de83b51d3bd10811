import { usualFilesIn } from '../config/usual-settings-file.ts';
import { usageError } from '../errors/cli-error.ts';
import { listInWords } from '../text/list.ts';
import type { Context } from './context.ts';

/**
 * Returns the context of a run that uses the working folder's settings file, if there is one and the command line says
 * nothing else. From then on it counts as if `--config` had named it.
 *
 * @throws CliError, exit 2, if there are several
 */
export function withUsualSettingsFile(context: Context): Context {
  const { options, system, streams } = context;
  if (options.config !== undefined || options.noConfig) return context;
  const [config, ...others] = usualFilesIn(system.cwd);
  if (config === undefined) return context;
  if (others.length > 0)
    throw usageError(
      `This folder has ${others.length + 1} settings files: ${listInWords([config, ...others])}.`,
      'Keep one of them, or choose one with --config FILE. With --no-config, none is used.',
      'setting-invalid',
    );
  streams.note(foundFileInWords(config));
  return { ...context, options: { ...options, config, isConfigFound: true } };
}

/** What a run says when it uses a settings file that nobody has named. */
export function foundFileInWords(config: string): string {
  return `Using the settings in ${config}.`;
}
