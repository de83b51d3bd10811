import type { Context } from '../context.ts';
import { ExitCode } from '../errors.ts';
import { settingsJsonSchema } from '../settings/json-schema.ts';
import type { Result } from './result.ts';

/** `schema`: the JSON Schema of the settings file, for editors. With --json it stands under `schema`. */
export async function run(_context: Context): Promise<Result> {
  const schema = settingsJsonSchema();
  return { exitCode: ExitCode.done, text: JSON.stringify(schema, null, 2), document: { schema } };
}
