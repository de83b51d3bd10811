import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, storedIn } from '../../support/tenants.ts';

/** Plans for a single target whose HaloITSM was set up without one. @param source settings of its alert source */
async function planOfTarget({ ilert }: Pick<Sandbox, 'ilert'>, { halo }: Sandbox, source = '{}') {
  const cwd = temporaryFolder();
  const settings = `ilert: { endpoint: "${ilert.url}" }
alertSource: { escalationPolicy: Default }
targets:
  acme:
    alertSource: ${source}
    halo: { url: "${halo.url}", clientId: "${halo.clientId}", clientSecret: "env:HALO_SECRET_ACME" }
`;
  writeFileSync(join(cwd, 'ilert-haloitsm.yaml'), settings);
  return run(['plan', '--all'], { cwd, env: { ILERT_API_TOKEN: ilert.token, HALO_SECRET_ACME: halo.clientSecret } });
}

describe('an integration that becomes a target', () => {
  it('keeps its alert source, which gets the name of the target', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { stdout } = await planOfTarget(sandbox, sandbox);
    expect(stdout).toContain('HaloITSM → HaloITSM acme');
    expect(stdout).toContain('0 to create, 1 to update');
    expect(stdout).not.toContain('posts to an alert source');
  });

  it('keeps the name that alertSource.name says', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    expect((await planOfTarget(sandbox, sandbox, '{ name: HaloITSM }')).stdout).toContain('no changes');
  });

  it('is not moved to another ilert account without a word', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { id } = storedIn(sandbox).method;
    const { stdout } = await planOfTarget(await sandboxOfTest(), sandbox);
    expect(stdout).toContain('1 to create, 2 to update');
    expect(stdout).toContain(
      `  Note: The method "send ticket to ilert" (ID ${id}) posts to an alert source that this API key does not find: it was deleted, or is in another ilert account.`,
    );
  });
});
