#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 12)) {
  process.stderr.write(`Error: ilert-haloitsm needs Node.js 20.12 or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 1;
} else {
  import('../dist/main.js')
    .then(({ main }) => main(process.argv.slice(2)))
    .then((exitCode) => {
      process.exitCode = exitCode;
    });
}
