import { NO_ID, type StoredRow, type Unreadable } from '../../engine/resource.ts';
import { ApiError, isOutOfOrder } from '../../errors/api-error.ts';
import { customIntegration, withMethods } from '../halo/custom-integration.ts';
import { CutList } from '../halo/cut-list.ts';
import { method } from '../halo/method.ts';
import type { IntegrationRow, MethodRow } from '../halo/schemas.ts';
import type { IntegrationAccounts, IntegrationResource } from '../integration.ts';
import { readEach } from '../read-each.ts';

interface Wanted {
  /** All integrations, where they are needed. */
  readonly integrations: () => Promise<readonly IntegrationRow[]>;
  /** Whether a part of the list will do; without it: never. */
  readonly isEnough?: (rows: readonly MethodRow[]) => Promise<boolean>;
  /** Whether no list at all will do. */
  readonly isDispensable?: () => Promise<boolean>;
  /** Is told what could not be looked at. */
  readonly unreadable?: (row: Unreadable) => void;
}

/**
 * The methods of all integrations. Where Halo refuses their list, or shows too small a part of it, those of each integration
 * are read, but for integrations that may not be read.
 *
 * @throws ApiError where Halo is out of order: a method that is not shown may be there
 */
export async function everyMethod(
  accounts: IntegrationAccounts,
  {
    integrations,
    isEnough = async () => false,
    isDispensable = async () => false,
    unreadable = () => undefined,
  }: Wanted,
): Promise<MethodRow[]> {
  try {
    return await accounts.halo.everyMethod(isEnough);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (await isDispensable()) {
      unreadable({ ...described(method, { id: NO_ID }, error), title: 'list of all methods' });
      return [];
    }
    if (!(error instanceof CutList)) throwIfOutOfOrder(error);
  }
  const listed = (await integrations()).filter(({ id }) => id !== NO_ID);
  const rows = await readEach(listed, (row) =>
    withMethods(row.id, accounts).catch((error: unknown) => {
      unreadable(described(customIntegration, row, throwIfOutOfOrder(error)));
      return undefined;
    }),
  );
  return rows.flatMap((row) => row?.methods.map((each) => ({ ...each, integration_id: row.id })) ?? []);
}

/** @returns the error, where it is of one row that can't be read or understood. @throws what is no answer of the service's, or says that it does not work */
export function throwIfOutOfOrder(error: unknown): ApiError {
  if (!(error instanceof ApiError) || isOutOfOrder(error)) throw error;
  return error;
}

function described(
  { key: resource, title }: Pick<IntegrationResource, 'key' | 'title'>,
  row: StoredRow,
  reason: ApiError,
): Unreadable {
  return { resource, title, row, reason, isStarted: false };
}
