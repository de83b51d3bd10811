import { expect, it } from 'vitest';
import { pointedAt, run } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { configurationOf } from '../support/tenants.ts';

it.each(['HALO_URL', 'ILERT_ENDPOINT'])(
  'where %s has the address of the other service, that setting is named, and nothing is written',
  async (variable) => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    const swapped = variable === 'HALO_URL' ? sandbox.ilert.url : sandbox.halo.url;
    const { exitCode, stderr } = await run(['apply'], { env: pointedAt(sandbox, { [variable]: swapped }) });
    expect(stderr).toContain(`Check ${variable}`);
    expect(exitCode).toBe(1);
    expect(configurationOf(sandbox)).toEqual(before);
  },
);
