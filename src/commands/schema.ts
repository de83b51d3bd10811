import { settingsJsonSchema } from '../config/json-schema.ts';
import { ExitCode } from '../errors/cli-error.ts';
import type { ResultOf } from '../reporters/result.ts';
import { defineCommand } from '../runtime/command.ts';

/** `schema`: the JSON Schema of the settings file, for editors. */
export const schema = defineCommand({
  name: 'schema',
  about: 'print the JSON Schema of the settings file',
  options: {},
  examples: [['schema > ilert-haloitsm.schema.json', 'for completion and checks in your editor']],
  run: async (): Promise<ResultOf<'schema'>> => ({
    kind: 'schema',
    exitCode: ExitCode.done,
    schema: settingsJsonSchema(),
  }),
});
