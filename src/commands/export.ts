import type { Context } from '../context.ts';
import { usageFault } from '../errors.ts';
import type { Invocation } from './invocation.ts';
import type { Result } from './result.ts';

export async function run(_context: Context, { command }: Invocation): Promise<Result> {
  throw usageFault(`${command} is not there yet.`);
}
