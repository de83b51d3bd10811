import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { assertNoInputOverwritten, createRunFiles, fileToWrite } from '../../../src/runtime/run-files.ts';
import { temporaryFolder } from '../../support/cli.ts';

async function writingTo(name: string) {
  const files = createRunFiles();
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, name), '');
  await fileToWrite(name, { option: '--output', what: 'result' }, { files, cwd });
  return { files, cwd };
}

it('the files of thousands of targets are compared with the result once each, not again for each further target', async () => {
  const { files, cwd } = await writingTo('result.json');
  for (let target = 0; target < 3_000; target += 1) {
    files.read.add(join(cwd, `key-${target}`));
    await assertNoInputOverwritten(files);
  }
  expect(files.compared.size).toBe(3_000);
});

it('a file that is read and would be written over is refused for every target, not only for the one that reads it', async () => {
  const { files, cwd } = await writingTo('result.json');
  files.read.add(join(cwd, 'other.json')).add(join(cwd, 'result.json'));
  for (const _target of ['first', 'second'])
    await expect(assertNoInputOverwritten(files)).rejects.toThrow(
      'result.json is read by this run, so it is not written over.',
    );
});
