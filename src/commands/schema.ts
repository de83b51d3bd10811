import { ExitCode } from '../errors/cli-error.ts';
import type { ResultOf } from '../reporters/result.ts';
import { documentNames } from '../reporters/schemas/names.ts';
import { defineCommand } from '../runtime/command.ts';

const SCHEMAS = ['settings', ...documentNames] as const;

/** `schema`: the JSON Schema of the settings file, for editors, or of the JSON that a command prints. */
export const schema = defineCommand({
  name: 'schema',
  about: 'print the JSON Schema of the settings file, or of the JSON output of a command',
  options: {
    of: {
      kind: 'choice',
      flags: '--of <DOCUMENT>',
      about: `what it describes: ${SCHEMAS.join(', ')}`,
      choices: SCHEMAS,
      default: 'settings',
    },
  },
  examples: [
    ['schema > ilert-haloitsm.schema.json', 'for completion and checks in your editor'],
    ['schema --of plan', 'what "plan --json" prints'],
  ],
  async run(_context, { options: { of } }): Promise<ResultOf<'schema'>> {
    return { kind: 'schema', exitCode: ExitCode.done, schema: await schemaOf(of) };
  },
});

async function schemaOf(what: (typeof SCHEMAS)[number]): Promise<Readonly<Record<string, unknown>>> {
  // Large and rarely needed: loaded on demand.
  if (what === 'settings') return (await import('../config/json-schema.ts')).settingsJsonSchema();
  const { documentJsonSchema } = await import('../reporters/schemas/json-schema.ts');
  return documentJsonSchema(what);
}
