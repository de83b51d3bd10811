import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { errorCodes } from '../../../src/errors/error-code.ts';
import { packageRoot } from '../../support/cli.ts';

it('docs/codes.md lists every error code with its exit codes and its meaning', () => {
  const [, section = ''] = readFileSync(join(packageRoot, 'docs/codes.md'), 'utf8').split(/^## /m);
  const listed = [...section.matchAll(/^\| `([\w-]+)` \| ([\d, ]+) \| (.*) \|$/gm)].map(([, ...cells]) => cells);
  expect(listed).toEqual(
    Object.entries(errorCodes).map(([code, { exitCodes, meaning }]) => [code, exitCodes.join(', '), meaning]),
  );
});
