import { describe, expect, it } from 'vitest';
import { UNPROVABLE } from '../../../src/prove/unprovable.ts';
import type { Data } from '../../../src/reporters/schemas/types.ts';
import { pointedAt, run } from '../../support/cli.ts';
import { htmlOf, textOf } from '../../support/markdown.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

describe('the Markdown report, which people send,', () => {
  it('says what it is of, and compares what was assumed with what was observed', async () => {
    const sandbox = await sandboxOfTest({ contradict: ['ilert-alert-key'] });
    const argv = ['prove', '--yes', '--format', 'markdown', '--fact', 'alert-key', '--fact', 'binding-list'];
    const { stdout } = await run(argv, { env: pointedAt(sandbox) });
    const [, heading, , about] = stdout.split('\n');
    expect(heading).toBe('### ilert-haloitsm prove: 4 confirmed, 1 contradicted, 0 not observed');
    expect(about).toMatch(/^HaloITSM, `ilert-haloitsm \d+\.\S+`, Node\.js `\S+`\. /);
    expect(about).toMatch(/\. \d+ requests in \d+ s\.$/);
    expect(stdout.split('confirmed, 1 contradicted')).toHaveLength(2);
    expect(stdout).toMatch(/\n\| fact \| assumed \| observed \|\n.*\n\| `ilert-alert-key` \| The key of /);
  });

  it('shows code as code, without stray backticks', async () => {
    const sandbox = await sandboxOfTest();
    const { stdout } = await run(['prove', '--yes', '--format', 'markdown'], { env: pointedAt(sandbox) });
    expect(textOf(htmlOf(stdout))).not.toContain('`');
  });
});

it('facts that no experiment can show are mentioned once, and count as nothing else', async () => {
  const sandbox = await sandboxOfTest();
  const { stdout } = await run(['prove', '--yes'], { env: pointedAt(sandbox) });
  expect(stdout).not.toContain('halo-application');
  expect(stdout).toMatch(/\n\d+ confirmed, 0 contradicted, \d+ not observed\.\n/);
  const { length } = Object.keys(UNPROVABLE);
  expect(stdout).toContain(`\n${length} facts can't be shown by experiments; see docs/prove.md.\n`);
  expect(stdout).toMatch(/\n\nEverything that was created has been removed; .*\. \d+ requests in \d+ s\.\n$/);
});

it('what remains is not reported as removed', async () => {
  const sandbox = await sandboxOfTest();
  sandbox.intercept = ({ method, path }) =>
    method === 'DELETE' && path.startsWith('/api/alert-sources') ? { kind: 'respond', status: 403 } : undefined;
  const { stderr } = await run(['prove', '--yes', '--fact', 'alert-key'], { env: pointedAt(sandbox) });
  expect(stderr).toContain('Could not be removed:');
  expect(stderr).not.toContain('has been removed');
});

it('the JSON report has the versions, and counts every fact once', async () => {
  const sandbox = await sandboxOfTest();
  const { stdout } = await run(['prove', '--yes', '--json'], { env: pointedAt(sandbox) });
  const { versions, counts, facts } = JSON.parse(stdout) as Data['prove'];
  expect(versions).toEqual({ tool: expect.stringMatching(/^\d+\./), node: expect.stringMatching(/^v?\d+\./) });
  const { confirmed, contradicted, notObserved, unprovable } = counts;
  expect(confirmed + contradicted + notObserved + unprovable).toBe(facts.length);
  expect(facts.filter(({ experiment }) => experiment === undefined)).toHaveLength(unprovable);
});
