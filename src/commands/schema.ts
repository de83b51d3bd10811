import { settingsJsonSchema } from '../config/json-schema.ts';
import { ExitCode } from '../errors/cli-error.ts';
import type { Context } from '../runtime/context.ts';
import type { Result } from '../runtime/result.ts';

/** `schema`: the JSON Schema of the settings file, for editors. With --json it stands under `schema`. */
export async function run(_context: Context): Promise<Result> {
  const schema = settingsJsonSchema();
  return { exitCode: ExitCode.done, text: JSON.stringify(schema, null, 2), document: { schema } };
}
