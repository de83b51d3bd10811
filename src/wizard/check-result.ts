import { ApiError } from '../errors/api-error.ts';
import { CliError, inOneLine, isInterrupted } from '../errors/cli-error.ts';
import { isApplicationRefused } from '../providers/halo/refusals.ts';
import { isKeyRefused } from '../providers/ilert/refusals.ts';
import { listInWords } from '../text/list.ts';

const APPLICATIONS_PAGE = 'Configuration > Integrations > Halo API > View Applications';

/** The result of a connection check, in words for the person who answered. */
export type CheckResult =
  | { readonly ok: true; readonly message?: string }
  | { readonly ok: false; readonly problem: string };

/** Explains why the check of an ilert API key failed. */
export function keyFailure(error: unknown): CheckResult {
  if (!isKeyRefused(error)) return otherFailure(error);
  return failure(
    'ilert rejected this API key. Create one under user icon > Manage API keys and paste the whole key: it starts with il1api.',
  );
}

/** Explains why the check of HaloITSM's URL failed. */
export function addressFailure(error: unknown, product: string, url: string): CheckResult {
  if (!(error instanceof ApiError) || error.status === undefined) return otherFailure(error);
  return failure(`${url} responds, but it isn't ${product}. Copy the URL from your browser while ${product} is open.`);
}

/** Explains why the check of a HaloITSM API application failed, and which page to open. */
export function applicationFailure(error: unknown, product: string): CheckResult {
  if (!isApplicationRefused(error)) return otherFailure(error);
  return failure(
    `${product} rejected this client ID and secret. Check both under ${APPLICATIONS_PAGE}, and make sure that the application is active. Esc goes back to the client ID.`,
  );
}

/** Explains that the application can sign in but lacks permissions. @param names of what it may not read, for people */
export function permissionFailure(product: string, names: readonly string[]): CheckResult {
  return failure(
    `Signed in to ${product}, but the application isn't allowed to read ${listInWords(names)}. Under ${APPLICATIONS_PAGE}, grant the permission "all", and choose an agent whose role can configure integrations, runbooks and notifications. Then enter the secret again.`,
  );
}

/** Reports what another answer can fix; Ctrl-C and defects end the run. */
function otherFailure(error: unknown): CheckResult {
  if (!(error instanceof CliError) || isInterrupted(error)) throw error;
  return failure(inOneLine(error));
}

function failure(problem: string): CheckResult {
  return { ok: false, problem };
}
