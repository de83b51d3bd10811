import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { errorCodes } from '../../src/errors/error-code.ts';
import { schemaOf } from '../../src/reporters/schemas/documents.ts';
import { documentNames } from '../../src/reporters/schemas/names.ts';
import { fieldsOf, parseJson } from '../../src/text/json.ts';

/** Flags that name a file for the run to write. */
const FILE_FLAGS = ['--output', '--report'];

/** Expects all JSON written by a run to follow its schema, with no other fields. */
export function expectDocumentsAsTheirSchemas(argv: readonly string[], folder: string, stdout: string): void {
  if (asksForJson(argv) && stdout.startsWith('{')) expectAsItsSchema(JSON.parse(stdout));
  for (const [at, word] of argv.entries()) {
    const path = resolve(folder, argv[at + 1] ?? '');
    if (!FILE_FLAGS.includes(word) || !isRegularFile(path)) continue;
    const written = parseJson(readFileSync(path, 'utf8'));
    if (fieldsOf(written).formatVersion !== undefined) expectAsItsSchema(written);
  }
}

/** Reading a pipe would wait for its writer. */
function isRegularFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function asksForJson(argv: readonly string[]): boolean {
  const formats = argv.map((word, at) => (word === '--format' ? `--format=${argv[at + 1]}` : word));
  return formats.includes('--json') || formats.includes('--format=json');
}

/** @throws Error if a document violates its command's schema, or has a field that the schema doesn't describe */
function expectAsItsSchema(document: unknown): void {
  const { command, about } = fieldsOf(document);
  const name = about === undefined ? (documentNames.find((each) => each === command) ?? 'error') : 'report';
  const { error } = schemaOf(name).safeParse(document);
  if (error) {
    const shown = JSON.stringify(document, null, 2);
    throw new Error(`This is not as the schema of "${name}" says: ${reasonsIn(error)}\n${shown}`);
  }
  expectListedExitCodes(document);
}

/** Explains why a document doesn't match the variant that it is closest to. */
function reasonsIn({ issues }: z.ZodError): string {
  const variants = issues.flatMap((issue) => (issue.code === 'invalid_union' ? issue.errors : [[issue]]));
  const [closest = []] = variants.toSorted((one, other) => one.length - other.length);
  return z.prettifyError({ issues: closest });
}

const errorOfRun = z.object({ exitCode: z.number(), code: z.string() }).optional();
const errorsOfRuns = z.object({ error: errorOfRun, targets: z.array(z.object({ error: errorOfRun })).default([]) });

/** @throws Error if a run's exit code isn't one that docs/codes.md lists for its error */
function expectListedExitCodes(document: unknown): void {
  const { error, targets } = errorsOfRuns.parse(document);
  for (const { exitCode, code } of [error, ...targets.map((target) => target.error)].flatMap((each) => each ?? [])) {
    const [, known] = Object.entries(errorCodes).find(([each]) => each === code) ?? [];
    const exitCodes: readonly number[] = known?.exitCodes ?? [];
    if (!exitCodes.includes(exitCode))
      throw new Error(`"${code}" exits with ${exitCode}, which docs/codes.md does not list.`);
  }
}
