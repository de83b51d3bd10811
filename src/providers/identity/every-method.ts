import { NO_ID, type StoredRow, type Unreadable } from '../../engine/resource.ts';
import { ApiError, isUnavailable } from '../../errors/api-error.ts';
import { customIntegration, withMethods } from '../halo/custom-integration.ts';
import { TruncatedList } from '../halo/cut-list.ts';
import { method } from '../halo/method.ts';
import type { IntegrationRow, MethodRow } from '../halo/schemas.ts';
import type { IntegrationAccounts, IntegrationResource } from '../integration.ts';
import { readEach } from '../read-each.ts';

interface Wanted {
  /** All integrations, if they are needed. */
  readonly integrations: () => Promise<readonly IntegrationRow[]>;
  /** Whether part of the list is enough. Without it, never. */
  readonly isEnough?: (rows: readonly MethodRow[]) => Promise<boolean>;
  /** Whether the list is not needed at all. */
  readonly isOptional?: () => Promise<boolean>;
  /** Receives what could not be read. */
  readonly unreadable?: (row: Unreadable) => void;
}

/**
 * Returns the methods of all integrations. If Halo refuses their list or shows too little of it, reads those of each
 * integration, and skips integrations that may not be read.
 *
 * @throws ApiError if Halo is unavailable: a method that it does not show may exist
 */
export async function everyMethod(
  accounts: IntegrationAccounts,
  { integrations, isEnough = async () => false, isOptional = async () => false, unreadable = () => undefined }: Wanted,
): Promise<MethodRow[]> {
  try {
    return await accounts.halo.everyMethod(isEnough);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (await isOptional()) {
      unreadable({ ...described(method, { id: NO_ID }, error), title: 'list of all methods' });
      return [];
    }
    if (!(error instanceof TruncatedList)) throwIfUnavailable(error);
  }
  const listed = (await integrations()).filter(({ id }) => id !== NO_ID);
  const rows = await readEach(listed, (row) =>
    withMethods(row.id, accounts).catch((error: unknown) => {
      unreadable(described(customIntegration, row, throwIfUnavailable(error)));
      return undefined;
    }),
  );
  return rows.flatMap((row) => row?.methods.map((each) => ({ ...each, integration_id: row.id })) ?? []);
}

/** Throws anything but an error about a single row, such as that the service is unavailable. @returns the error */
export function throwIfUnavailable(error: unknown): ApiError {
  if (!(error instanceof ApiError) || isUnavailable(error)) throw error;
  return error;
}

function described(
  { key: resource, title }: Pick<IntegrationResource, 'key' | 'title'>,
  row: StoredRow,
  reason: ApiError,
): Unreadable {
  return { resource, title, row, reason, isStarted: false };
}
