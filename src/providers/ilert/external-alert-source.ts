import { isTypeOf, productOf } from '../../config/product.ts';
import type { Settings } from '../../config/settings.ts';
import type { Row } from '../../engine/resource.ts';
import { usageError } from '../../errors/cli-error.ts';
import { ApiError } from '../../http/api-call.ts';
import type { IlertClient } from './api.ts';

/**
 * Reads the alert source that others keep, by the id in the settings; undefined where they name none.
 *
 * @throws Fault, exit 2, where there is none of this id, or it is of another type
 */
export async function readOthersSource(ilert: IlertClient, settings: Settings): Promise<Row | undefined> {
  const id = settings['alertSource.id'];
  if (id === undefined) return undefined;
  const row = await ilert.alertSource(id).catch((error: unknown) => {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
    throw usageError(
      `ilert has no alert source with the id ${id}, or the API key's user may not see it.`,
      "Check the id (it is in the address of the alert source's page, and in the state of Terraform), and whether that user may see it.",
      'name-unknown',
    );
  });
  const product = productOf(settings);
  if (isTypeOf(product, row.integrationType)) return row;
  throw usageError(
    `The alert source "${row.name}" (id ${id}) is of type ${row.integrationType}; tickets of ${product.name} need one of type ${product.integrationType}.`,
    'Give the id of one of that type, or leave --alert-source out to have one made.',
    'conflict',
  );
}
