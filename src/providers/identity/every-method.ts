import { type Id, NO_ID } from '../../engine/resource.ts';
import { ApiError } from '../../errors/api-error.ts';
import { withMethods } from '../halo/custom-integration.ts';
import { CutList } from '../halo/cut-list.ts';
import type { IntegrationRow, MethodRow } from '../halo/schemas.ts';
import type { IntegrationAccounts } from '../integration.ts';
import { readEach } from '../read-each.ts';

/**
 * The methods of all integrations. Where Halo refuses their list, or shows too small a part of it, those of each integration
 * are read, but for integrations that may not be read.
 *
 * @param integrations all of them, where they are needed
 * @param isEnough whether some methods will do, or none at all
 * @throws ApiError where Halo is out of order: a method that is not shown may be there
 */
export async function everyMethod(
  accounts: IntegrationAccounts,
  integrations: () => Promise<readonly IntegrationRow[]>,
  isEnough: (rows: readonly MethodRow[]) => Promise<boolean>,
): Promise<MethodRow[]> {
  try {
    return await accounts.halo.everyMethod(isEnough);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (await isEnough([])) return [];
    if (!(error instanceof CutList)) throwIfOutOfOrder(error);
  }
  const ids = (await integrations()).map(({ id }) => id).filter((id) => id !== NO_ID);
  const readable = (id: Id) => withMethods(id, accounts).catch(throwIfOutOfOrder);
  const rows = await readEach(ids, readable);
  return rows.flatMap((row) => row?.methods.map((each) => ({ ...each, integration_id: row.id })) ?? []);
}

/** Nothing for what can't be read or understood. @throws what is no answer of the service's, or says that it does not work */
export function throwIfOutOfOrder(error: unknown): undefined {
  const isSilent = error instanceof ApiError && (error.code === 'api-unreachable' || error.code === 'rate-limited');
  if (!(error instanceof ApiError) || isSilent || (error.status ?? 0) >= 500) throw error;
}
