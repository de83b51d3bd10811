// Prints the newest entry of CHANGELOG.md as release notes. Exits with 1 if it isn't the entry of the version in
// package.json. Given a tag, also requires that it is that version's tag, and that the entry has its date.
import { readFileSync } from 'node:fs';

const [tag] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const [, heading = '', text = ''] =
  readFileSync('CHANGELOG.md', 'utf8')
    .replaceAll('\r\n', '\n')
    .match(/^## (.+)\n([\s\S]*?)(?=^## |(?![\s\S]))/m) ?? [];

const refusal = whatIsWrong();
if (refusal === undefined) {
  console.log(text.trim());
} else {
  console.error(`Error: ${refusal}`);
  process.exitCode = 1;
}

function whatIsWrong() {
  if (heading.split(' ')[0] !== version) {
    return `package.json has version ${version}, the newest entry of CHANGELOG.md is "${heading}".`;
  }
  if (text.trim() === '') return `The entry "${heading}" of CHANGELOG.md is empty.`;
  if (tag === undefined) return undefined;
  if (tag !== `v${version}`) return `The tag is ${tag}, package.json has version ${version}.`;
  if (!/ \(\d{4}-\d\d-\d\d\)$/.test(heading))
    return `The entry "${heading}" of CHANGELOG.md has no date, as (2026-01-31).`;
  return undefined;
}
