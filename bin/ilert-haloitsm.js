#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 12)) {
  process.stderr.write(`Error: ilert-haloitsm needs Node.js 20.12 or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 1;
} else {
  const program = new URL('../dist/main.js', import.meta.url);
  import(program.href)
    .then(({ main }) => main(process.argv.slice(2)))
    .then((exitCode) => {
      process.exitCode = exitCode;
    })
    .catch(async (error) => {
      const { existsSync } = await import('node:fs');
      // In a clone; the published package has it.
      if (existsSync(program)) throw error;
      process.stderr.write('Error: Not built yet: run npm run build.\n');
      process.exitCode = 1;
    });
}
