import { ApiError } from '../../errors/api-error.ts';
import { ExitCode } from '../../errors/cli-error.ts';
import type { Service } from '../../http/service.ts';

/**
 * The tenant shows only part of a list, without the row that is searched for. The row may exist nevertheless, so it
 * must not be created (fact `halo-pages`).
 */
export class TruncatedList extends ApiError {
  /** @param path of the list @param shown number of rows received @param total number of rows, if known */
  constructor({ name }: Service, path: string, shown: number, total: number | undefined) {
    const list = `/api${path.split('?')[0]}`;
    const message =
      total === undefined
        ? `${name} always returns exactly ${shown} items from ${list}, whichever page is requested, so there may be more, and this integration's may be among them.`
        : `${name} returns only ${shown} of ${total} items from ${list}, so this integration's may be among the rest.`;
    const hint =
      total === undefined
        ? 'If it exists, add --adopt with its ID, such as --adopt custom-integration:12. If there are no more items, create or delete one of them in the product: a list that does not fill a page is known to be complete.'
        : "If it exists, add --adopt with its ID, such as --adopt custom-integration:12. If it doesn't, the agent may not see all of them: check its role.";
    super({ message, hint }, ExitCode.failed);
  }
}
