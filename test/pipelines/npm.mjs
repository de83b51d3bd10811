// Stands in for npm on a runner: "installs" this package, which is unpublished during its tests, as its built command.
// Refuses anything else, and any other version.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
const [command, ...words] = process.argv.slice(2);
const wanted = words.at(-1);
const prefix = words.includes('--prefix') ? words[words.indexOf('--prefix') + 1] : undefined;

if (command !== 'install' || wanted !== `ilert-haloitsm@${version}`)
  throw new Error(`npm ${process.argv.slice(2).join(' ')}: only this version is here (${version}).`);
if (!words.includes('--ignore-scripts')) throw new Error('Nothing of a package should run while it is installed.');

if (words.includes('--global')) {
  const bin = join(packageRoot, 'bin', 'ilert-haloitsm.js');
  const folder = process.env.PATH.split(':')[0];
  writeFileSync(join(folder, 'ilert-haloitsm'), `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`, {
    mode: 0o755,
  });
} else {
  const place = join(prefix, 'node_modules', 'ilert-haloitsm');
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(packageRoot, place, 'junction');
}
