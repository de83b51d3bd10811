// Writes THIRD-PARTY-NOTICES.md: whose code is in the bundle, and under which licence. With --check, writes nothing and
// exits with 1 if the file would change. A package without a licence, or under one that needs a decision, is always an
// error.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, root } from './bundle.mjs';

const file = join(root, 'THIRD-PARTY-NOTICES.md');
/** Licences that only require attribution and a copy of their text. */
const PERMISSIVE = ['0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

/**
 * @typedef {{
 *   name: string, version: string, licence: string, source?: string | undefined, terms?: string | undefined
 * }} Package
 */

const { metafile } = await bundle(join(root, 'dist'));
const packages = foldersIn(metafile).map(read);
const text = noticesOf(packages);
const doubts = packages.flatMap(licenceProblems);
for (const doubt of doubts) console.log(doubt);
if (doubts.length > 0) {
  process.exitCode = 1;
} else if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
  console.log(`Wrote the notices of ${packages.length} packages to THIRD-PARTY-NOTICES.md.`);
} else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  console.log('THIRD-PARTY-NOTICES.md is not what the bundle holds now. Run: npm run notices');
  process.exitCode = 1;
} else {
  console.log(`THIRD-PARTY-NOTICES.md names the ${packages.length} packages of the bundle.`);
}

/**
 * Returns the folders of the packages with code in the bundle, by name.
 *
 * @param {import('esbuild').Metafile} metafile
 */
function foldersIn({ outputs }) {
  const paths = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const folders = paths.flatMap((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

/**
 * @param {string} folder
 * @returns {Package}
 */
function read(folder) {
  const { name, version, license, repository } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const [licenceFile] = readdirSync(join(root, folder)).filter((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
  const terms =
    licenceFile &&
    readFileSync(join(root, folder, licenceFile), 'utf8')
      .replaceAll('\r\n', '\n')
      .trim();
  return { name, version, licence: license, source: repository?.url ?? repository, terms };
}

/**
 * Returns the text of a package's licence or, if it comes without, that of another package from the same repository.
 *
 * @param {Package} each
 */
function termsOf({ terms, source }) {
  return terms ?? packages.find((other) => source !== undefined && other.source === source && other.terms)?.terms;
}

/** @param {Package} each */
function licenceProblems(each) {
  const { name, licence } = each;
  if (!PERMISSIVE.includes(licence)) return [`${name} is under ${licence ?? 'no licence'}: may it be bundled?`];
  return termsOf(each) ? [] : [`${name} comes without the text of its licence.`];
}

/** @param {readonly Package[]} all */
function noticesOf(all) {
  const rows = all.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  const terms = [...groupedByTerms(all)].map(([words, owners]) => {
    const names = owners.map(({ name }) => name).join(', ');
    return `## ${names}\n\n\`\`\`text\n${words}\n\`\`\`\n`;
  });
  return [
    '# Third-party notices\n',
    'The published code holds code of these packages. Written by `npm run notices`.\n',
    ['| package | version | licence |', '| --- | --- | --- |', ...rows, ''].join('\n'),
    ...terms,
  ].join('\n');
}

/** @param {readonly Package[]} all */
function groupedByTerms(all) {
  /** @type {Map<string | undefined, Package[]>} */
  const groups = new Map();
  for (const each of all) groups.set(termsOf(each), [...(groups.get(termsOf(each)) ?? []), each]);
  return groups;
}
