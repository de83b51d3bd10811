import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

const offline = { ILERT_ESCALATION_POLICY: 'Default', HALO_URL: 'https://acme.haloitsm.com' };

/** Creates a workflow step: runs commands in it, and returns the summary that they leave. */
function stepOfTest(variables: Readonly<Record<string, string>> = offline) {
  const cwd = temporaryFolder();
  const file = join(cwd, 'summary.md');
  const env = { ...variables, GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: file };
  return {
    file,
    run: (...argv: string[]) => run(argv, { env, cwd }),
    summary: () => readFileSync(file, 'utf8'),
  };
}

const headings = (markdown: string) => markdown.match(/^### .*$/gm);

describe('on GitHub, the summary of a step has what came of each command', () => {
  it('below one another, whatever the format', async () => {
    const step = stepOfTest(pointedAt(await sandboxOfTest()));
    for (const argv of [
      ['plan'],
      ['apply', '--json'],
      ['status', '--output', 'status.txt'],
      ['verify', '--yes'],
      ['destroy', '--yes', '--format', 'markdown'],
    ])
      expect((await step.run(...argv)).exitCode).toBe(0);
    expect(headings(step.summary())).toEqual([
      '### ilert-haloitsm plan: 6 to create',
      '### ilert-haloitsm apply: 6 created',
      '### ilert-haloitsm status: healthy',
      '### ilert-haloitsm verify: passed',
      '### ilert-haloitsm destroy: 6 removed',
    ]);
  });

  it('is the same Markdown as that of the run', async () => {
    const step = stepOfTest();
    const { stdout } = await step.run('plan', '--offline', '--format', 'markdown');
    expect(step.summary()).toBe(`${stdout.trimEnd()}\n\n`);
  });

  it('also an error, of the command line too', async () => {
    const step = stepOfTest();
    await step.run('apply');
    await step.run('plan', '--nonsense');
    await step.run('pln');
    expect(headings(step.summary())).toEqual([
      '### ilert-haloitsm apply: failed',
      '### ilert-haloitsm plan: failed',
      '### ilert-haloitsm: failed',
    ]);
    expect(step.summary()).toContain('ILERT_API_TOKEN');
  });

  it('but nothing of commands that report no state, and of help', async () => {
    const step = stepOfTest();
    await step.run('schema');
    await step.run('completion', 'bash');
    await step.run('plan', '--help');
    await step.run('sandbox', '--demo');
    expect(existsSync(step.file)).toBe(false);
  });
});

describe('a summary that cannot be written is a note, and no failure', () => {
  it('where its limit is reached', async () => {
    const step = stepOfTest();
    writeFileSync(step.file, 'x'.repeat(1024 * 1024 - 10));
    const ran = await step.run('plan', '--offline');
    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toContain(
      'Note: The step summary (GITHUB_STEP_SUMMARY) was not written: it would be larger than 1 MiB.',
    );
    appendFileSync(step.file, 'y');
    expect(step.summary()).toHaveLength(1024 * 1024 - 9);
  });

  it('where it is a folder', async () => {
    const step = stepOfTest();
    mkdirSync(step.file);
    expect(await step.run('plan', '--offline')).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('was not written: it is not a regular file.'),
    });
    expect((await step.run('plan', '--offline', '--quiet')).stderr).toBe('');
  });

  it('where its folder does not exist', async () => {
    const env = { ...offline, GITHUB_STEP_SUMMARY: 'none/summary.md' };
    const ran = await run(['plan', '--offline'], { env });
    expect(ran).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('no such file or directory') });
  });
});

test('no secret of the environment gets into the summary', async () => {
  const step = stepOfTest({ ...offline, HALO_CLIENT_SECRET: 'T0P-S3CRET-VALUE' });
  await step.run('plan', '--offline', '--name', 'T0P-S3CRET-VALUE');
  expect(step.summary()).not.toContain('T0P-S3CRET-VALUE');
});
