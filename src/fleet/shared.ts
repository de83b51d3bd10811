import type { SettingsFile } from '../config/settings-file.ts';
import type { IlertClient } from '../providers/ilert/api.ts';
import { type Account, createAccount } from '../providers/lookups.ts';
import type { Secret } from '../secret/secret.ts';

/** What the targets of one run have in common, read once for all of them. */
export interface Shared {
  readonly file: SettingsFile;
  /** Of standard input, where secrets come from there. */
  readonly stdin: string | undefined;
  /** The lists of an ilert account. @param ilert reads them, where nobody did before */
  account(endpoint: string, token: Secret, ilert: IlertClient): Account;
}

/** Reads nothing yet. */
export function createShared(file: SettingsFile, stdin: string | undefined): Shared {
  const accounts = new Map<string, Account>();
  return {
    file,
    stdin,
    account(endpoint, token, ilert) {
      const key = `${endpoint} ${token.reveal()}`;
      const known = accounts.get(key) ?? createAccount(ilert);
      accounts.set(key, known);
      return known;
    },
  };
}
