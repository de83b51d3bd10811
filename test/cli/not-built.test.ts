import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot, temporaryFolder } from '../support/cli.ts';

/** Creates a clone that contains only this much. */
function cloneWith(start?: string) {
  const folder = temporaryFolder();
  for (const part of ['bin', 'package.json']) cpSync(join(packageRoot, part), join(folder, part), { recursive: true });
  if (start !== undefined) {
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist', 'start.cjs'), start);
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'bin', 'ilert-haloitsm.js')], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('a clone that was not built yet says so', () => {
  expect(cloneWith()).toEqual({ status: 1, stdout: '', stderr: 'Error: Not built yet: run npm run build.\n' });
});

test('a broken build is not reported as missing', () => {
  const { status, stderr } = cloneWith("require('./gone.js');");
  expect(status).toBe(1);
  expect(stderr).toContain('gone.js');
  expect(stderr).not.toContain('Not built yet');
});

test('an installation in which files are missing says so', () => {
  const folder = temporaryFolder();
  for (const part of ['bin', 'package.json', 'dist/start.cjs'])
    cpSync(join(packageRoot, part), join(folder, part), { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin', 'ilert-haloitsm.js'), 'status'], {
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toBe(`Error: Files are missing in ${join(folder, 'dist')}: install ilert-haloitsm again.\n`);
});
