import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { fc } from '../support/property.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { configurationOf, runAt } from '../support/tenants.ts';
import { expectWords } from './ends-with-message.ts';

const NAMES = {
  alertSource: ['--name', 'ILERT_SOURCE_NAME'],
  integration: ['--integration-name', 'HALO_INTEGRATION_NAME'],
  method: ['--method-name', 'HALO_METHOD_NAME'],
  runbook: ['--runbook-name', 'HALO_RUNBOOK_NAME'],
} as const;

const refused: [string, string][] = [
  ['a line break', 'a\nb'],
  ['a carriage return', 'a\rb'],
  ['a tab', 'a\tb'],
  ['an escape sequence', 'a\u001b[2Jb'],
  ['a control character of the upper half', 'a\u009bb'],
  ['a NUL', 'a\u0000b'],
  ['an override of the reading direction', 'a\u202eb'],
  ['an isolate of the reading direction', 'a\u2066b'],
  ['a line separator', 'a\u2028b'],
  ['half a character', 'a\ud800b'],
  ['256 characters', 'x'.repeat(256)],
  ['10,000 characters', 'x'.repeat(10_000)],
  ['only spaces', '   '],
];

const carried: [string, string][] = [
  ['quotes', `"a" 'b' \`c\` “d” ’e’`],
  ['a template of Halo', '<<ticket^id>>'],
  ['a template of ilert', '{{ ticket.id }}'],
  ['a template of Terraform', `$\{x} %{if true}`],
  ['a name that every object has', '__proto__'],
  ['another name that every object has', 'constructor'],
  ['a path', '../../x'],
  ['emoji that are joined', '👩‍👩‍👧 🏳️‍🌈'],
  ['zero-width characters', 'a\u200bb\u200dc'],
  ['right-to-left letters', 'שלום עולם مرحبا'],
  ['255 characters', 'x'.repeat(255)],
  ['spaces around it', '  a  '],
  ['what a shell acts on', '$(reboot) `id` ; rm -rf ~ & | > x ! * ? # \\'],
  ['what YAML acts on', '&a *b !c - ? : {} [] # |'],
  ['HTML', '<script>alert(1)</script> &amp;'],
  ['a minus in front', '-x'],
  ['a number', '007'],
];

describe('a name that no product shows unchanged is refused with exit 2, without any request:', () => {
  it.each(refused)('%s', async (_, name) => {
    const sandbox = await sandboxOfTest();
    for (const [flag, variable] of Object.values(NAMES)) {
      const byFlag = await runAt(sandbox, ['apply', flag, name]);
      // A blank variable counts as unset.
      const byVariable = name.trim() === '' ? byFlag : await runAt(sandbox, ['apply'], { env: { [variable]: name } });
      for (const [ran, whence] of [
        [byFlag, flag],
        [byVariable, name.trim() === '' ? flag : variable],
      ] as const) {
        expectWords(ran, [2]);
        expect(ran.stderr).toContain(whence);
        expect(ran.stderr.length).toBeLessThan(600);
      }
    }
    expect(sandbox.requests).toEqual([]);
  });

  it.each(refused)('%s, in a settings file, with the line', async (_, name) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 's.json'), `{"alertSource":\n{"name": ${JSON.stringify(name)}}}`);
    const ran = await run(['plan', '--offline', '--config', 's.json'], { cwd });
    expectWords(ran, [2]);
    expect(ran.stderr).toContain('alertSource.name in s.json, line 2');
  });

  it.each(refused)('%s, of a team, a policy or a service', async (_, name) => {
    for (const flag of ['--team', '--escalation-policy', '--service', '--support-hours']) {
      const ran = await run(['plan', '--offline', '--priority', 'high-during-support-hours', flag, name]);
      expectWords(ran, [2]);
    }
  });
});

/** Applies twice and destroys: the second run finds everything and writes nothing, and nothing is left at the end. */
async function expectCarriedThrough(names: readonly string[]): Promise<void> {
  const sandbox = await startSandbox({ ilertRequestsPerMinute: 100_000, haloRequestsPerFiveMinutes: 100_000 });
  try {
    const before = configurationOf(sandbox);
    const flags = Object.values(NAMES).flatMap(([flag], index) => [flag, names[index] ?? 'x']);
    const at = (...argv: string[]) => run([...argv, ...flags], { env: pointedAt(sandbox) });
    const first = await at('apply');
    expect([first.exitCode, first.stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
    const second = await at('apply');
    expect([second.exitCode, sandbox.writes()]).toEqual([0, 6]);
    const removed = await at('destroy', '--yes');
    expect(removed.exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
    for (const ran of [first, second, removed]) expectWords(ran, [0]);
  } finally {
    await sandbox.close();
  }
}

describe('a name works throughout: applied, found again with 0 writes, removed:', () => {
  it.each(carried)('%s', async (_, name) => expectCarriedThrough([name, name, name, name]));

  it('any name that is not refused', async () => {
    const name = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 20 })
      .filter((text) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(text) && text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(name, name, name, name, async (...names) => expectCarriedThrough(names)),
      {
        numRuns: 15,
      },
    );
  });
});

describe('--adopt', () => {
  it.each(['987654', 'alert-source:987654', 'x', '../1'])(
    'of an id that nothing has is told, with exit 2: %s',
    async (id) => {
      const sandbox = await sandboxOfTest();
      for (const argv of [['plan'], ['apply']]) {
        const ran = await runAt(sandbox, [...argv, '--adopt', id]);
        expectWords(ran, [2]);
        expect(ran.stderr).toContain(`--adopt ${id}: no matching resource has this ID.`);
      }
      expect(sandbox.writes()).toBe(0);
      await runAt(sandbox, ['apply']);
      expectWords(await runAt(sandbox, ['destroy', '--yes', '--adopt', id]), [2]);
      expect(sandbox.writes()).toBe(6);
    },
  );

  it('of something already removed is not an error', async () => {
    const sandbox = await sandboxOfTest();
    expectWords(await runAt(sandbox, ['destroy', '--yes', '--adopt', '12']), [0]);
  });
});
