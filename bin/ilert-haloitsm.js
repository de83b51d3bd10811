#!/usr/bin/env node
// In syntax that old versions of Node read too, so that they can say that they are too old.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 12)) {
  process.stderr.write(`Error: ilert-haloitsm needs Node.js 20.12 or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 1;
} else {
  try {
    require('../dist/start.cjs').start(process.argv.slice(2));
  } catch (error) {
    // In a clone; the published package has it.
    if (require('node:fs').existsSync(`${__dirname}/../dist/start.cjs`)) throw error;
    process.stderr.write('Error: Not built yet: run npm run build.\n');
    process.exitCode = 1;
  }
}
