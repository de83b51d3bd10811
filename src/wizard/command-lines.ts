import { isUsualFile } from '../config/usual-settings-file.ts';
import type { RunOptions } from '../runtime/context.ts';
import { DEFAULT_PROFILE } from '../state/profiles.ts';
import { quoted, type Shell } from '../text/shell-word.ts';
import { wrap } from '../ui/wrap.ts';
import type { ReproducedCommand } from './reproduce-command.ts';

/** Returns the options that let later commands find the settings. @param savedAs the written file, if any. Pure. */
export function placeOf(
  { config, isConfigFound, noConfig, profile }: RunOptions,
  shell: Shell,
  savedAs?: string,
): string[] {
  const file = savedAs ?? config;
  const isFound = savedAs === undefined ? isConfigFound : isUsualFile(savedAs);
  return [
    ...(file === undefined || isFound ? [] : [`--config ${quoted(file, shell)}`]),
    ...(file === undefined && noConfig ? ['--no-config'] : []),
    ...(profile === DEFAULT_PROFILE ? [] : [`--profile ${quoted(profile, shell)}`]),
  ];
}

/** Puts the command on one line if it fits, otherwise one option per line, so that it can be copied whole. Pure. */
export function commandLines(
  { program, options }: Pick<ReproducedCommand, 'program' | 'options'>,
  shell: Shell,
  columns: number | undefined,
): string[] {
  const oneLine = `  ${[program, ...options].join(' ')}`;
  if (columns === undefined || oneLine.length <= columns) return [oneLine];
  const continuation = shell === 'powershell' ? ' `' : ' \\';
  const lines = [`  ${program}`, ...options.map((option) => `    ${option}`)];
  return lines.map((line, index) => (index < options.length ? `${line}${continuation}` : line));
}

/** Shows a command to continue with, and below it what it does. Without a command, that is the wizard. Pure. */
export function commandWithPurpose(
  {
    command,
    options,
    does,
  }: { readonly command?: string | undefined; readonly options: readonly string[]; readonly does: string },
  shell: Shell,
  columns: number | undefined,
): string[] {
  const program = ['npx ilert-haloitsm', command].filter(Boolean).join(' ');
  return [...commandLines({ program, options }, shell, columns), wrap(`    ${does}`, columns)];
}
