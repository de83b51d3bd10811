import { NO_ID } from '../../engine/resource.ts';
import { ifReadable, unlessGone } from '../find.ts';
import type { HaloClient } from './api.ts';
import type { MethodRow } from './schemas.ts';

/** Adds the path, which identifies a method. If the list omits it, reads the method itself. */
export async function withPath(row: MethodRow, { method }: Pick<HaloClient, 'method'>): Promise<MethodRow> {
  if (row.path !== undefined || row.id === NO_ID) return row;
  const whole = await ifReadable(unlessGone(method(row.id)), undefined);
  return { ...row, ...whole };
}
