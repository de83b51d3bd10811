import { onlyChanged } from '../../engine/diff.ts';
import type { FieldChange, StoredRow, WriteRequest } from '../../engine/resource.ts';
import type { Fields } from '../../engine/values.ts';

/** How to write rows of a route. Halo takes a list of one row, and merges a row with an ID into the existing one. */
export function writesTo(path: string) {
  const post = (row: Fields): WriteRequest<'halo'> => ({ service: 'halo', method: 'POST', path, body: [row] });
  return {
    create: post,
    /** @param further fields to send regardless of what changed */
    update: ({ id }: StoredRow, props: Fields, changes: readonly FieldChange[], further: Fields = {}) =>
      post({ id, ...onlyChanged(props, changes), ...further }),
    delete: ({ id }: StoredRow): WriteRequest<'halo'> => ({ service: 'halo', method: 'DELETE', path: `${path}/${id}` }),
  };
}
