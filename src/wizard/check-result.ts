import { ApiError } from '../errors/api-error.ts';
import { CliError, ExitCode } from '../errors/cli-error.ts';
import { isApplicationRefused } from '../providers/halo/refusals.ts';
import { isIntegrationKey, isKeyRefused } from '../providers/ilert/refusals.ts';
import type { Secret } from '../secret/secret.ts';

/** The result of a connection check, in words for the person who answered. */
export type CheckResult =
  | { readonly ok: true; readonly message?: string }
  | { readonly ok: false; readonly problem: string };

/** Why the check of an ilert API key failed. */
export function keyFailure(error: unknown, key: Secret): CheckResult {
  if (!isKeyRefused(error)) return otherFailure(error);
  return failure(
    isIntegrationKey(key.reveal())
      ? 'This is the integration key of an alert source. Create an API key of a user in ilert (user icon > Manage API keys): it starts with il1api.'
      : 'ilert does not know this key. Create one in ilert (user icon > Manage API keys) and paste all of it.',
  );
}

/** Why the check of a HaloITSM address failed. */
export function addressFailure(error: unknown, product: string, url: string): CheckResult {
  if (!(error instanceof ApiError) || error.status === undefined) return otherFailure(error);
  return failure(
    `Something answers at ${url}, but it is no ${product}. Copy the address from the browser while ${product} is open.`,
  );
}

/** Why the check of a HaloITSM API application failed, and which page to open. */
export function applicationFailure(error: unknown, product: string): CheckResult {
  if (!isApplicationRefused(error)) return otherFailure(error);
  return failure(
    `${product} does not know this client ID with this secret. Compare both with ${applicationsPage(product)}; the application must be enabled. Esc goes back to the client ID.`,
  );
}

/** The application can sign in, but not do what is needed. @param names of what it may not read, for people */
export function permissionFailure(product: string, names: readonly string[]): CheckResult {
  const all = [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ');
  return failure(
    `${product} lets the application in, but it may not read ${all}. In ${applicationsPage(product)}: its permission must be "all", and the agent it logs in as needs a role that may configure integrations, runbooks and notifications. Then enter the secret again.`,
  );
}

function applicationsPage(product: string): string {
  return `${product} > Configuration > Integrations > Halo API > Applications`;
}

/** What another answer can fix is reported; Ctrl-C and defects end the run. */
function otherFailure(error: unknown): CheckResult {
  if (!(error instanceof CliError) || error.exitCode === ExitCode.interrupted) throw error;
  return failure([error.message, error.hint].filter(Boolean).join(' ').replace(/\s+/g, ' '));
}

function failure(problem: string): CheckResult {
  return { ok: false, problem };
}
