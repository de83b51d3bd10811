import type { Product } from '../config/product.ts';
import type { Origin } from '../config/raw-value.ts';
import { CREDENTIALS } from '../config/required-settings.ts';
import type { Resolved } from '../config/resolve.ts';
import type { FieldKey } from '../config/settings.ts';
import { ApiError } from '../errors/api-error.ts';
import { MAX_FIRST_ATTEMPTS } from '../http/retry-policy.ts';
import type { HaloClient } from '../providers/halo/api.ts';
import type { IlertClient } from '../providers/ilert/api.ts';
import type { User } from '../providers/ilert/schemas.ts';
import { type Account, createAccount, createLookups, type Lookups } from '../providers/lookups.ts';
import { createConnections } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import type { Secret } from '../secret/secret.ts';
import { addressFailure, applicationFailure, type CheckResult, keyFailure, permissionFailure } from './check-result.ts';
import { missingPermissions } from './halo-permissions.ts';
import { nameOf } from './product.ts';

/** Read-only checks of both services. They reject with a CliError if no other answer can help. */
export type ConnectionChecks = ReturnType<typeof createConnectionChecks>;

/** An API application, and where to sign in with it. */
interface Application {
  readonly url: string;
  /** Its authorisation server; undefined if the URL leads to it. */
  readonly authUrl: string | undefined;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Undefined until it is known. */
  readonly product: Product | undefined;
}

/** Starts with the credentials from flags, variables and the file, and continues with the answers. */
export function createConnectionChecks(
  context: Context,
  { settings, origins }: Pick<Resolved, 'settings' | 'origins'>,
) {
  const isAnswered = new Map<FieldKey, Origin>(CREDENTIALS.map((key) => [key, { from: 'prompt' }]));
  // The product named in messages may only be known from an answer.
  const connectionsTo = (product: Product | undefined, authUrl = settings['halo.authUrl']) =>
    createConnections(
      context,
      {
        settings: {
          ...settings,
          ...(product && { 'halo.product': product.key }),
          ...(authUrl !== undefined && { 'halo.authUrl': authUrl }),
        },
        origins: new Map([...isAnswered, ...origins]),
      },
      // A person is waiting for the check, and may have mistyped.
      { maxFirstAttempts: MAX_FIRST_ATTEMPTS },
    );
  const connections = connectionsTo(undefined);
  const { 'ilert.apiToken': token } = settings;
  const { 'halo.url': haloUrl, 'halo.clientId': id, 'halo.clientSecret': secret } = settings;
  let ilert = token && connections.ilert(token);
  let halo = haloUrl && id && secret ? connections.halo(haloUrl, id, secret) : undefined;
  let account: Account | undefined;
  let lookups: Lookups | undefined;

  /** The last answer of each kind that passed its check; if Enter keeps it, it is not checked again. */
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
    /** Checks whose API key it is. */
    ilert(key: Secret): Promise<CheckResult> {
      const signIn = async (): Promise<CheckResult> => {
        context.redactor.add(key.reveal());
        const client = connections.ilert(key);
        const user = await client.currentUser();
        ilert = client;
        account = undefined;
        lookups = undefined;
        return { ok: true, message: userInWords(user) };
      };
      return unlessPassed('key', key.reveal(), signIn, keyFailure);
    },

    /** Checks whether a HaloITSM answers at a normalized URL. @param product undefined until it is known */
    haloAddress(url: string, product: Product | undefined): Promise<CheckResult> {
      const ask = () =>
        connectionsTo(product)
          .askHalo(url)
          .then((): CheckResult => ({ ok: true }));
      return unlessPassed('address', url, ask, (error) => addressFailure(error, nameOf(product), url));
    },

    /** Returns the authorisation server on another domain that the HaloITSM at a URL names, if any. */
    serverElsewhere: (url: string): Promise<string | undefined> =>
      connectionsTo(undefined).serverElsewhere(url).catch(undefinedIfUnanswered),

    /** Checks whether the application can sign in and read everything that is needed. */
    haloApplication({ url, authUrl, clientId, clientSecret, product }: Application): Promise<CheckResult> {
      const signIn = async (): Promise<CheckResult> => {
        context.redactor.add(clientSecret.reveal());
        const client = connectionsTo(product, authUrl).halo(url, clientId, clientSecret);
        const missing = await missingPermissions(client);
        if (missing.length > 0) return permissionFailure(nameOf(product), missing);
        halo = client;
        lookups = undefined;
        return { ok: true, message: `Signed in to ${nameOf(product)}, with access to integrations and runbooks` };
      };
      const answer = [url, authUrl, clientId, clientSecret.reveal()].join(' ');
      return unlessPassed('application', answer, signIn, (error) => applicationFailure(error, nameOf(product)));
    },

    /** Returns HaloITSM's client, once signed in; undefined if HaloITSM is not used. */
    halo: () => halo,

    account: accountLists,

    /** Returns the lists of both services, after their checks. */
    lookups(): Lookups {
      lookups ??= createLookups({ ilert: signedIn(ilert), halo: signedIn(halo) }, accountLists());
      return lookups;
    },
  };
}

/** The check of the URL has already said why there is no answer. */
function undefinedIfUnanswered(error: unknown): undefined {
  if (error instanceof ApiError) return undefined;
  throw error;
}

/** `Ada Admin, role Admin` */
function userInWords({ id, name, email, role }: User): string {
  const who = name || email || `user ${id}`;
  return role ? `${who}, role ${role}` : who;
}

/** The credentials are given, or were asked for earlier. */
function signedIn<Client extends IlertClient | HaloClient>(client: Client | undefined): Client {
  if (!client) throw new TypeError('a service is used before its credentials are known');
  return client;
}
