import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { schemaOf } from '../../src/reporters/schemas/documents.ts';
import { documentNames } from '../../src/reporters/schemas/names.ts';
import { fieldsOf, parseJson } from '../../src/text/json.ts';

/** Flags whose file is written by the run. */
const FILE_FLAGS = ['--output', '--report'];

/** Expects that all that a run has written as JSON is as its schema says, with nothing besides. */
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

/** @throws Error where a document is not as the schema of its command says, or has a field that the schema does not know */
function expectAsItsSchema(document: unknown): void {
  const { command, about } = fieldsOf(document);
  const name = about === undefined ? (documentNames.find((each) => each === command) ?? 'error') : 'report';
  const { error } = schemaOf(name).safeParse(document);
  if (!error) return;
  const shown = JSON.stringify(document, null, 2);
  throw new Error(`This is not as the schema of "${name}" says: ${reasonsIn(error)}\n${shown}`);
}

/** Of the variants of a document, why it is not the one that it is closest to. */
function reasonsIn({ issues }: z.ZodError): string {
  const variants = issues.flatMap((issue) => (issue.code === 'invalid_union' ? issue.errors : [[issue]]));
  const [closest = []] = variants.toSorted((one, other) => one.length - other.length);
  return z.prettifyError({ issues: closest });
}
