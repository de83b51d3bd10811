import type { SettingsFile } from '../config/settings-file.ts';
import { type Account, createAccount } from '../providers/lookups.ts';
import type { SharedInputs } from '../runtime/context.ts';

/** The inputs of all targets of one run, with the lookups of an ilert account cached for the targets that share it. */
export function createShared(file: SettingsFile, stdin: string | undefined): SharedInputs {
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
