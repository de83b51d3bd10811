import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTextFile } from '../../../src/fs/bounded-read.ts';
import { pointedAt, run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

const TEXT = 'alertSource:\n  name: Störungen 😀\n';

const encodings: readonly (readonly [string, (text: string) => Buffer])[] = [
  ['UTF-8', (text) => Buffer.from(text)],
  ['UTF-8 with a byte order mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16, as Windows writes it', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16, the other way round', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
];

test.each(encodings)('a file in %s is read', async (_, encode) => {
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, encode(TEXT));
  expect(await readTextFile(path)).toBe(TEXT);
});

test.each(encodings)('settings, payload and secrets may all be in %s', async (_, encode) => {
  const [sandbox, cwd] = [await sandboxOfTest(), temporaryFolder()];
  const { ILERT_API_TOKEN = '', HALO_CLIENT_SECRET = '', ...env } = pointedAt(sandbox);
  writeFileSync(join(cwd, 'settings.yaml'), encode(`${TEXT}halo:\n  payload: payload.json\n`));
  writeFileSync(join(cwd, 'payload.json'), encode('{"id": <<ticket^id>>, "summary": <<ticket^summary>>}\n'));
  writeFileSync(join(cwd, 'key'), encode(`${ILERT_API_TOKEN}\n`));
  const ran = await run(['plan', '--config', 'settings.yaml', '--secrets-stdin'], {
    cwd,
    env: { ...env, ILERT_API_TOKEN_FILE: 'key' },
    stdin: (async function* () {
      yield encode(`HALO_CLIENT_SECRET=${HALO_CLIENT_SECRET}\n`);
    })(),
  });
  expect([ran.exitCode, ran.stdout], ran.stderr).toEqual([0, expect.stringContaining('Störungen')]);
});

test.each([
  ['Latin-1', Buffer.from('name: Störungen', 'latin1')],
  ['half of UTF-16', Buffer.from([0xff, 0xfe, 0x61])],
])('a file in %s is refused, with what to do', async (_, bytes) => {
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, bytes);
  await expect(readTextFile(path)).rejects.toThrow('it is not UTF-8 or UTF-16 text: save it as UTF-8');
});
