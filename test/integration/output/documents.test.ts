import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import { schemaOf } from '../../../src/reporters/schemas/documents.ts';
import { documentJsonSchema } from '../../../src/reporters/schemas/json-schema.ts';
import type { CommandName } from '../../../src/reporters/schemas/names.ts';
import { fieldsOf } from '../../../src/text/json.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, runAt } from '../../support/tenants.ts';

/** Runs that say much about an existing integration, and the keys that their documents may lack. */
const RUNS: readonly (readonly [command: CommandName, flags: string, optional: readonly string[]])[] = [
  ['plan', '--priority low', ['after', 'afterText', 'before', 'beforeText', 'id']],
  ['apply', '--priority low', ['after', 'afterText', 'before', 'beforeText', 'id', 'integrationUrl']],
  ['apply', '--dry-run --severity 2', ['after', 'afterText', 'body', 'id']],
  ['verify', '--yes', ['alertId', 'detail']],
  ['status', '--severity 2', ['after', 'afterText', 'id', 'ilert', 'resource']],
  ['destroy', '--yes', ['id']],
];

/** Keys whose values have the services' form. */
const OF_SERVICES = ['before', 'after', 'body'];

type Mutate = (key: string, value: unknown) => object;

/** Returns the document once for each of its keys, with that key changed. */
function mutantsOf(document: unknown, mutate: Mutate): { readonly key: string; readonly mutant: unknown }[] {
  if (Array.isArray(document))
    return document.flatMap((item, at) =>
      mutantsOf(item, mutate).map(({ key, mutant }) => ({ key, mutant: document.with(at, mutant) })),
    );
  return Object.entries(fieldsOf(document)).flatMap(([key, value]) => {
    const { [key]: _, ...others } = fieldsOf(document);
    const below = OF_SERVICES.includes(key) ? [] : mutantsOf(value, mutate);
    return [
      { key, mutant: { ...others, ...mutate(key, value) } },
      ...below.map((each) => ({ key: each.key, mutant: { ...others, [key]: each.mutant } })),
    ];
  });
}

const removed: Mutate = () => ({});
const renamed: Mutate = (key, value) => ({ [`${key}s`]: value });
const retyped: Mutate = (key, value) => ({ [key]: typeof value === 'object' ? 'text' : [value] });

test.each(RUNS)(
  'a document of %s %s in which a key is renamed, missing or of another type is refused',
  async (...run) => {
    const [command, flags, optional] = run;
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const document: unknown = JSON.parse((await runAt(sandbox, [command, ...flags.split(' '), '--json'])).stdout);
    const isPublished = formats.default(new Ajv2020({ strictTypes: false })).compile(documentJsonSchema(command));
    const isStrict = (mutant: unknown) => schemaOf(command).safeParse(mutant).success;
    const accepted = (mutate: Mutate, isAccepted: (mutant: unknown) => boolean) => {
      const mutants = mutantsOf(document, mutate).filter(({ mutant }) => isAccepted(mutant));
      return [...new Set(mutants.map(({ key }) => key))].toSorted();
    };

    expect(isPublished(document)).toBe(true);
    expect(accepted(renamed, isStrict)).toEqual([]);
    expect(accepted(retyped, isPublished).filter((key) => !OF_SERVICES.includes(key))).toEqual([]);
    expect(accepted(removed, isPublished)).toEqual(optional);
  },
);
