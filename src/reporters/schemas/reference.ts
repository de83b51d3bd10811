import * as z from 'zod';
import { beginning, data, ending, target, targetCounts } from './documents.ts';
import { publishedSchema } from './json-schema.ts';
import { list } from './parts.ts';

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The keys that a run prints besides those of every document, by command. */
const RESULTS: Readonly<Record<string, z.ZodObject>> = {
  '`plan`': data.plan,
  '`apply --dry-run`, `destroy --dry-run`': data.dryRun,
  '`apply`, `setup`': data.apply,
  '`destroy`': data.destroy,
  '`verify`': data.verify,
  '`status`': data.status,
  '`prove`': data.prove,
  '`prove --clean-up`': data.cleanUp,
  '`export`': data.export,
  '`init`': data.init,
  '`targets`': data.targets,
  '`schema`': data.schema,
  '`completion`': data.completion,
  '`sandbox --demo`': data.demo,
  '`sandbox`': data.sandbox,
  '`--all`, `--target`': z.strictObject({
    counts: targetCounts,
    targets: list(target.meta({ id: 'target', description: 'One of several targets.' })).describe(
      'Each target, in the order of the settings file, also with what a run for it alone would have had, and its `notes` and `error`.',
    ),
  }),
};

/** Renders the generated part of docs/json.md: every key of every document. A test keeps the page up to date. */
export function documentTables(): string {
  const every = publishedSchema(z.strictObject({ ...beginning.shape, ...ending.shape }));
  const results = Object.entries(RESULTS).map(([runs, schema]) => ({ runs, schema: publishedSchema(schema) }));
  const published = [every, ...results.map(({ schema }) => schema)];
  const parts: Parts = new Map(published.flatMap(({ $defs = {} }) => Object.entries($defs)));
  const objects = [...parts].filter(([, { type }]) => type === 'object');
  return [
    `## Every document\n\n${tableOf(every, parts)}`,
    '## What each command adds',
    ...results.map(({ runs, schema }) => `### ${runs}\n\n${tableOf(schema, parts)}`),
    '## Parts',
    ...objects.map(([name, part]) => `### ${name}\n\n${part.description}\n\n${tableOf(part, parts)}`),
  ].join('\n\n');
}

/** The parts that documents share, by name. */
type Parts = ReadonlyMap<string, JsonSchema>;

function tableOf({ properties = {}, required = [] }: JsonSchema, parts: Parts): string {
  const rows = Object.entries(properties).map(([key, value]) => {
    const optional = required.includes(key) ? '' : ' (optional)';
    return `| \`${key}\` | ${inWords(value, parts)}${optional} | ${meaningOf(value, parts)} |`;
  });
  return ['| key | value | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/** Describes a value in a few words; for an object with its own table, links to that. */
function inWords(schema: JsonSchema['items'], parts: Parts): string {
  if (typeof schema !== 'object' || Array.isArray(schema)) return 'anything';
  const name = nameOf(schema);
  const part = parts.get(name);
  if (part) return part.type === 'object' ? `[${name}](#${name.toLowerCase()})` : inWords(part, parts);
  // For an open list, only the schema has the values so far.
  if (schema.anyOf) return inWords(schema.anyOf.at(-1), parts);
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  switch (schema.type) {
    case 'array':
      return `list of ${inWords(schema.items, parts)}`;
    case 'object':
      return `object of ${inWords(schema.additionalProperties, parts)}`;
    case 'string':
      return 'text';
    case 'integer':
      return 'number';
    case 'boolean':
      return '`true`, `false`';
    default:
      return 'anything';
  }
}

function meaningOf(schema: boolean | JsonSchema, parts: Parts): string {
  if (typeof schema === 'boolean') return '';
  return schema.description ?? parts.get(nameOf(schema))?.description ?? '';
}

/** Returns the name of the part that a schema refers to. */
function nameOf({ $ref = '' }: JsonSchema): string {
  return $ref.replace('#/$defs/', '');
}
