import { ApiFault, type Service } from '../api.ts';
import { ExitCode } from '../errors.ts';

/**
 * A list of which the tenant shows only a part, and what is sought is not in that: it may exist all the same, so it must not
 * be created (fact `halo-pages`).
 */
export class CutList extends ApiFault {
  /** @param path of the list @param shown rows that came @param total rows that there are, where the tenant tells */
  constructor({ name }: Service, path: string, shown: number, total: number | undefined) {
    const list = `/api${path.split('?')[0]}`;
    const message =
      total === undefined
        ? `${name} lists exactly ${shown} rows at ${list}, whatever page is asked for: there may be more, and ours among them.`
        : `${name} has ${total} rows at ${list} and lists only ${shown}: ours may be among the others.`;
    const hint =
      total === undefined
        ? 'If it exists, give its id with --adopt, such as --adopt custom-integration:12. If there are no more rows, create or delete one of them in the product, so that the list is not exactly a page.'
        : "If it exists, give its id with --adopt, such as --adopt custom-integration:12. If it doesn't, the agent may not see all rows: check its role.";
    super({ message, hint }, ExitCode.failed);
  }
}
