import { once } from 'node:events';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { usageFault, usageFaults } from '../errors.ts';
import { Secret } from '../secret.ts';
import { originInWords } from '../settings/origin.ts';
import { type Resolved, resolveSettings } from '../settings/resolve.ts';
import { type FieldKey, fieldOf } from '../settings/settings.ts';
import { gatherSettings, type Places } from '../settings/sources.ts';

/** What signing in to both services needs. */
export const CREDENTIALS = ['ilert.apiToken', 'halo.url', 'halo.clientId', 'halo.clientSecret'] as const;

/**
 * Reads the settings of this run from all their sources. From here on no secret among them is printed.
 *
 * @param required keys that the command can't do without
 * @throws Fault with every problem of every source, exit 2
 */
export async function loadSettings(
  context: Context,
  flags: Places['flags'],
  required: readonly FieldKey[],
): Promise<Resolved> {
  const { host, options, redactor, streams } = context;
  const gathered = await gatherSettings({
    flags,
    env: host.env,
    cwd: host.cwd,
    templates: join(host.packageRoot, 'templates'),
    ...(options.config !== undefined && { config: options.config }),
    ...(options.secretsStdin && { stdin: await readStdin(context) }),
  });
  for (const { value } of gathered.given.values()) if (value instanceof Secret) redactor.add(value.reveal());

  // What could not be read has been told: it is not missing as well.
  const unread = gathered.problems.length > 0 ? [] : required;
  const resolved = resolveSettings(gathered.given, unread);
  const problems = [...gathered.problems, ...resolved.problems];
  if (problems.length > 0) throw usageFaults(problems);

  for (const note of resolved.notes) streams.say(`Note: ${note}.`);
  for (const [key, origin] of resolved.origins)
    streams.detail(`setting ${key}: from ${originInWords(origin, fieldOf(key))}`);
  return resolved;
}

async function readStdin({ host, signal }: Context): Promise<string> {
  if (host.stdin.isTTY) {
    throw usageFault(
      '--secrets-stdin reads what is piped in, but standard input is a terminal.',
      'Pipe the lines in, or set the variables.',
    );
  }
  const stopped = once(signal, 'abort').then(() => signal.throwIfAborted());
  return (await Promise.race([readAll(host.stdin), stopped])) ?? '';
}

async function readAll(stdin: Context['host']['stdin']): Promise<string> {
  let text = '';
  for await (const part of stdin) text += typeof part === 'string' ? part : Buffer.from(part).toString('utf8');
  return text;
}
