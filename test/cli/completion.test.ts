import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run, temporaryFolder } from '../support/cli.ts';
import { onWindows } from '../support/system.ts';

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish', 'powershell'])('%s prints a script and nothing else', async (shell) => {
    const { exitCode, stdout, stderr } = await run(['completion', shell]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Written by: ilert-haloitsm completion ${shell}\n`);
    expect(stdout).toMatch(/[^\n]\n$/);
  });

  test('--json has the same script in its document', async () => {
    const { stdout } = await run(['completion', 'fish']);
    const document = JSON.parse((await run(['completion', 'fish', '--json'])).stdout);
    expect(document).toEqual({
      formatVersion: 1,
      command: 'completion',
      ok: true,
      notes: [],
      shell: 'fish',
      script: stdout,
    });
  });

  test('needs no settings, and ignores invalid ones', async () => {
    const { exitCode } = await run(['completion', 'bash'], { env: { ILERT_GROUPING: 'windy', HALO_URL: 'nonsense' } });
    expect(exitCode).toBe(0);
  });

  test.each([
    ['no shell', ['completion'], /Missing argument: shell\./],
    ['a shell that it does not know', ['completion', 'tcsh'], /"tcsh", but must be one of bash, zsh, fish, powershell/],
    ['two shells', ['completion', 'bash', 'zsh'], /Too many arguments/],
  ])('with %s ends with 2 and says which there are', async (_, argv, said) => {
    const { exitCode, stdout, stderr } = await run(argv);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(said);
  });

  // Windows may have a bash that starts nothing.
  test.skipIf(onWindows)('what is printed for bash completes when it is evaluated, as a profile does', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'script'), (await run(['completion', 'bash'])).stdout);
    const typed =
      'COMP_WORDS=(ilert-haloitsm apply --priority high-); COMP_CWORD=3; _ilert_haloitsm; echo "$COMPREPLY"';
    const offered = execFileSync('bash', ['-c', `eval "$(cat script)"; ${typed}`], { cwd, encoding: 'utf8' });
    expect(offered).toBe('high-during-support-hours\n');
  });
});
