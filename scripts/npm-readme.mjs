// Makes README.md's relative links and images absolute for npm: node scripts/npm-readme.mjs REPOSITORY-URL TAG. The
// release runs it before packing; the README in the repository keeps its relative links.
import { readFileSync, writeFileSync } from 'node:fs';

const [repository = '', tag = ''] = process.argv.slice(2);
if (!/^https:\/\//.test(repository) || tag === '') {
  console.error('Usage: node scripts/npm-readme.mjs https://github.com/OWNER/NAME vX.Y.Z');
  process.exitCode = 2;
} else {
  writeFileSync('README.md', withAbsoluteLinks(readFileSync('README.md', 'utf8')));
}

/**
 * @param {string} markdown
 * @returns {string}
 */
function withAbsoluteLinks(markdown) {
  return markdown.replace(
    /(!?)(\[(?:!\[[^\]]*\]\([^)]*\)|[^\]])*\])\(([^):#][^):]*)\)/g,
    (_, image, label, target) => `${image}${withAbsoluteLinks(label)}(${absolute(target, image === '!')})`,
  );
}

/**
 * GitHub resolves `../../` from a README to the repository's own pages.
 *
 * @param {string} target
 * @param {boolean} isImage
 */
function absolute(target, isImage) {
  if (target.startsWith('../../')) return `${repository}/${target.slice('../../'.length)}`;
  return `${repository}/${isImage ? 'raw' : 'blob'}/${tag}/${target}`;
}
