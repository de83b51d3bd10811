import { onlyChanged } from '../../engine/diff.ts';
import type { FieldChange, StoredRow, WriteRequest } from '../../engine/resource.ts';
import type { Fields } from '../../engine/values.ts';

/** How rows of a route are written: Halo takes a list of one row, and with an id it merges what is sent into that row. */
export function writesTo(path: string) {
  const post = (row: Fields): WriteRequest<'halo'> => ({ service: 'halo', method: 'POST', path, body: [row] });
  return {
    create: post,
    /** @param further fields that are sent whatever changed */
    update: ({ id }: StoredRow, props: Fields, changes: readonly FieldChange[], further: Fields = {}) =>
      post({ id, ...onlyChanged(props, changes), ...further }),
    delete: ({ id }: StoredRow): WriteRequest<'halo'> => ({ service: 'halo', method: 'DELETE', path: `${path}/${id}` }),
  };
}
