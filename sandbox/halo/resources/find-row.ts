import { notFound } from '../../http/service.ts';

/**
 * The row with the id given in a path or in a body.
 *
 * @throws Refusal 404
 */
export function findRow<Row extends { id: number | string }>(rows: readonly Row[], id: unknown, what: string): Row {
  const row = rows.find((candidate) => String(candidate.id) === String(id).toLowerCase());
  if (!row) throw notFound(`There is no such ${what}.`);
  return row;
}

/** Takes a row out of its list. */
export function removeRow<Row>(rows: Row[], row: Row): void {
  rows.splice(rows.indexOf(row), 1);
}
