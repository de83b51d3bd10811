// How large the published package is, to fetch and on the disk. Ends with 1 where a limit is broken.
import { execSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [{ size, unpackedSize }] = JSON.parse(
  execSync('npm pack --dry-run --json --ignore-scripts', { cwd: root, encoding: 'utf8' }),
);

const CASES = [
  { name: 'tarball', bytes: size, limit: 700_000 },
  { name: 'unpacked', bytes: unpackedSize, limit: 3_000_000 },
];

let broken = false;
for (const { name, bytes, limit } of CASES) {
  const isMet = bytes <= limit;
  broken ||= !isMet;
  console.log(`${name}: ${inKilobytes(bytes)} (limit ${inKilobytes(limit)}: ${isMet ? 'met' : 'BROKEN'})`);
}
process.exitCode = broken ? 1 : 0;

function inKilobytes(bytes) {
  return `${Math.round(bytes / 1000)} kB`;
}
