import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { packageRoot } from '../support/cli.ts';

/** An earlier author's habits that confused readers, and that messages use in no other sense. */
const HABITS =
  /\b(mends?|mended|woken|wakes|told|tells|likeness|in clear|way out|switched off|left out|goes? on|is taken|was taken|not there|ours|of others|looks? at|once more|as they were found|may be repeated)\b/i;

/** Returns a source file's texts of more than a word, from code but not from comments. */
function textsOf(path: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'TypeError') return;
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText && node.text.trim().includes(' ')) texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
  return texts;
}

const sources = ['src', 'sandbox'].flatMap((folder) =>
  readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name)),
);

test('messages use standard terms', () => {
  expect(sources.length).toBeGreaterThan(300);
  const found = sources.flatMap((path) =>
    textsOf(join(packageRoot, path)).flatMap((text) => (HABITS.test(text) ? [`${path}: ${text}`] : [])),
  );
  expect(found).toEqual([]);
});
