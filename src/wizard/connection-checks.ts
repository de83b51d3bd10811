import { productOf } from '../config/product.ts';
import type { Origin } from '../config/raw-value.ts';
import type { Resolved } from '../config/resolve.ts';
import type { FieldKey } from '../config/settings.ts';
import { FEW_ATTEMPTS } from '../http/retry-policy.ts';
import type { HaloClient } from '../providers/halo/api.ts';
import type { IlertClient } from '../providers/ilert/api.ts';
import { type Account, createAccount, createLookups, type Lookups } from '../providers/lookups.ts';
import { createConnections } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { CREDENTIALS } from '../runtime/load-settings.ts';
import type { Secret } from '../secret/secret.ts';
import { addressFailure, applicationFailure, type CheckResult, keyFailure, permissionFailure } from './check-result.ts';
import { missingPermissions } from './halo-permissions.ts';

/** Read-only checks of both services. They reject with a CliError where no other answer can help. */
export type ConnectionChecks = ReturnType<typeof createConnectionChecks>;

/** Starts with the credentials that flags, variables and the file provide, and continues with the answers. */
export function createConnectionChecks(
  context: Context,
  { settings, origins }: Pick<Resolved, 'settings' | 'origins'>,
) {
  const product = productOf(settings);
  const isAnswered = new Map<FieldKey, Origin>(CREDENTIALS.map((key) => [key, { from: 'prompt' }]));
  // A person waits for the check of what may be a slip.
  const connections = createConnections(
    context,
    { settings, origins: new Map([...isAnswered, ...origins]) },
    { firstContact: FEW_ATTEMPTS },
  );
  const { 'ilert.apiToken': token } = settings;
  const { 'halo.url': haloUrl, 'halo.clientId': id, 'halo.clientSecret': secret } = settings;
  let ilert = token && connections.ilert(token);
  let halo = haloUrl && id && secret ? connections.halo(haloUrl, id, secret) : undefined;
  let account: Account | undefined;
  let lookups: Lookups | undefined;

  /** The last answer of each kind that passed its check: kept with Enter, it is not checked again. */
  const passed = new Map<string, { readonly answer: string; readonly result: CheckResult }>();

  async function unlessPassed(
    kind: string,
    answer: string,
    check: () => Promise<CheckResult>,
    failure: (error: unknown) => CheckResult,
  ): Promise<CheckResult> {
    const last = passed.get(kind);
    if (last?.answer === answer) return last.result;
    const result = await check().catch(failure);
    if (result.ok) passed.set(kind, { answer, result });
    return result;
  }

  function accountLists(): Account {
    account ??= createAccount(signedIn(ilert));
    return account;
  }

  return {
    /** Whose API key it is. */
    ilert(key: Secret): Promise<CheckResult> {
      const signIn = async (): Promise<CheckResult> => {
        context.redactor.add(key.reveal());
        const client = connections.ilert(key);
        const user = await client.currentUser();
        ilert = client;
        account = undefined;
        lookups = undefined;
        return { ok: true, message: `Signed in to ilert as ${user.name || user.email || `user ${user.id}`}.` };
      };
      return unlessPassed('key', key.reveal(), signIn, (error) => keyFailure(error, key));
    },

    /** Whether a HaloITSM answers at a normalized address. */
    haloAddress(url: string): Promise<CheckResult> {
      const ask = () => connections.askHalo(url).then((): CheckResult => ({ ok: true }));
      return unlessPassed('address', url, ask, (error) => addressFailure(error, product.name, url));
    },

    /** Whether the application can sign in and read what has to be read. */
    haloApplication(url: string, clientId: string, clientSecret: Secret): Promise<CheckResult> {
      const signIn = async (): Promise<CheckResult> => {
        context.redactor.add(clientSecret.reveal());
        const client = connections.halo(url, clientId, clientSecret);
        const missing = await missingPermissions(client);
        if (missing.length > 0) return permissionFailure(product.name, missing);
        halo = client;
        lookups = undefined;
        return { ok: true, message: `${product.name} lets the application in.` };
      };
      const answer = [url, clientId, clientSecret.reveal()].join(' ');
      return unlessPassed('application', answer, signIn, (error) => applicationFailure(error, product.name));
    },

    account: accountLists,

    /** The lists of both services, after their checks. */
    lookups(): Lookups {
      lookups ??= createLookups({ ilert: signedIn(ilert), halo: signedIn(halo) }, accountLists());
      return lookups;
    },
  };
}

/** The credentials are provided, or their question comes before. */
function signedIn<Client extends IlertClient | HaloClient>(client: Client | undefined): Client {
  if (!client) throw new TypeError('a service is used before its credentials are known');
  return client;
}
