// Measures the published package, both its download and its size on disk. Exits with 1 if a limit is broken.
import { execSync } from 'node:child_process';
import { root } from '../bundle.mjs';
import { verdict } from './limit.mjs';

/** @type {[{ size: number, unpackedSize: number }]} */
const [{ size, unpackedSize }] = JSON.parse(
  execSync('npm pack --dry-run --json --ignore-scripts', { cwd: root, encoding: 'utf8' }),
);
const kilobytes = (/** @type {number} */ bytes) => `${Math.round(bytes / 1000)} kB`;

console.log(`tarball: ${kilobytes(size)}${verdict(size, 500_000, kilobytes)}`);
console.log(`unpacked: ${kilobytes(unpackedSize)}${verdict(unpackedSize, 3_000_000, kilobytes)}`);
