import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseRecording, type Recording } from '../../../src/recording/recording.ts';
import { produceRecordings } from '../../recordings/produce.ts';
import { packageRoot, temporaryFolder } from '../../support/cli.ts';

const STORED = join(packageRoot, 'test', 'recordings');

/** Names of every recorded field, with the request that it belongs to. */
function fieldsIn(path: string): string[] {
  const recording = parseRecording(readFileSync(path, 'utf8')) as Recording;
  const fields = recording.exchanges.flatMap(({ service, request, response }) => {
    const route = `${service} ${request.method} ${request.path.replaceAll(/\d[\d-]*|text-\d+|key-\d+/g, '#')}`;
    return [...namesIn(request.body), ...namesIn('body' in response ? response.body : undefined)].map(
      (name) => `${route}: ${name}`,
    );
  });
  return [...new Set(fields)].sort();
}

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return Object.entries(value).flatMap(([name, part]) => [name.replace(/\d+$/, '#'), ...namesIn(part)]);
}

it('the stored recordings have the fields that the simulators have now (else: npm run recordings)', async () => {
  const folder = temporaryFolder();
  await produceRecordings(folder);
  const produced = readdirSync(folder);
  expect(produced.length).toBeGreaterThan(6);
  for (const name of produced)
    expect([name, fieldsIn(join(STORED, name))]).toEqual([name, fieldsIn(join(folder, name))]);
}, 60_000);
