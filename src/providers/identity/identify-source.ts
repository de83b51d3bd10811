import { ambiguityOf } from '../../engine/match.ts';
import type { Identification } from '../../engine/resource.ts';
import { listed } from '../find.ts';
import { alertSource } from '../ilert/alert-source.ts';
import type { AlertSourceRow } from '../ilert/schemas.ts';
import type { Identity, IntegrationAccounts } from '../integration.ts';
import { alertSourcesOf, likelyIn } from './reading.ts';

const NOTHING = Promise.resolve(undefined);
const NONE = Promise.resolve([]);

/** Finds the alert source if only ilert is read. Without a method, only its name or an earlier run can identify it. */
export function identifySource(accounts: IntegrationAccounts, search: Identification): Identity {
  const sources = alertSourcesOf(accounts, search);
  const source = sources.then((rows) => ourSource(rows, accounts, search));
  for (const part of [sources, source]) part.catch(() => undefined);
  return {
    sources,
    source,
    integration: NOTHING,
    integrations: NONE,
    method: NOTHING,
    runbook: NOTHING,
    webhooks: NONE,
  };
}

async function ourSource(
  rows: readonly AlertSourceRow[],
  accounts: IntegrationAccounts,
  search: Identification,
): Promise<AlertSourceRow | undefined> {
  const { settings, ilert, hints, isListSufficient } = accounts;
  if (alertSource.isExternal?.(settings)) return rows[0];
  const [only, ...more] = likelyIn(alertSource, rows, accounts);
  const like = `named "${alertSource.name(settings)}"`;
  const chosen = only && more.length > 0 ? search.choose(ambiguityOf(alertSource, like, [only, ...more])) : only;
  const isSetUp = chosen !== undefined && chosen.id === hints.remembered[alertSource.key]?.id;
  if (!chosen || (await isListSufficient?.(chosen, isSetUp))) return chosen;
  return listed(alertSource, chosen.id, ilert.alertSource(chosen.id));
}
