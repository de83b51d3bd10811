import { CliError, ExitCode } from '../errors/cli-error.ts';
import { ApiError } from '../http/api-call.ts';
import { isApplicationRefused } from '../providers/halo/refusals.ts';
import { isIntegrationKey, isKeyRefused } from '../providers/ilert/refusals.ts';
import type { Secret } from '../secret/secret.ts';
import type { Checked } from './context.ts';

/** HaloITSM lets the application in, and forbids it to read some of what has to be read. */
export class NotAllowed extends Error {
  readonly names: readonly string[];

  /** @param names of what it may not read, in words */
  constructor(names: readonly string[]) {
    super('not allowed');
    this.names = names;
  }
}

/** What is wrong with an API key of ilert, for the person who typed it. */
export function keyRefused(key: Secret): (error: unknown) => Checked {
  return (error) => {
    if (!isKeyRefused(error)) return told(error);
    if (isIntegrationKey(key.reveal()))
      return wrong(
        'This is the integration key of an alert source. Create an API key of a user in ilert (user icon > Manage API keys): it starts with il1api.',
      );
    return wrong(
      'ilert does not know this key. Create one in ilert (user icon > Manage API keys) and paste all of it.',
    );
  };
}

/** Why an address is not taken. */
export function addressRefused(product: string, url: string): (error: unknown) => Checked {
  return (error) => {
    if (statusOf(error) === undefined) return told(error);
    return wrong(
      `Something answers at ${url}, but it is no ${product}. Copy the address from the browser while ${product} is open.`,
    );
  };
}

/** Why an API application of HaloITSM is not taken, and which page to open. */
export function applicationRefused(product: string): (error: unknown) => Checked {
  const page = `${product} > Configuration > Integrations > Halo API > Applications`;
  return (error) => {
    if (error instanceof NotAllowed)
      return wrong(
        `${product} lets the application in, but it may not read ${inWords(error.names)}. In ${page}: its permission must be "all", and the agent it logs in as needs a role that may configure integrations, runbooks and notifications. Then enter the secret again.`,
      );
    if (isApplicationRefused(error))
      return wrong(
        `${product} does not know this client ID with this secret. Compare both with ${page}; the application must be enabled. Esc goes back to the client ID.`,
      );
    return told(error);
  };
}

function inWords(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
}

/** What a person can mend is told; a Ctrl-C and a defect end the run. */
function told(error: unknown): Checked {
  if (!(error instanceof CliError) || error.exitCode === ExitCode.interrupted) throw error;
  return wrong([error.message, error.hint].filter(Boolean).join(' ').replace(/\s+/g, ' '));
}

function wrong(text: string): Checked {
  return { ok: false, wrong: text };
}

function statusOf(error: unknown): number | undefined {
  return error instanceof ApiError ? error.status : undefined;
}
