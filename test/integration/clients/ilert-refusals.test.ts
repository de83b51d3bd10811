import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../../src/errors/cli-error.ts';
import { createIlertClient } from '../../../src/providers/ilert/api.ts';
import { Secret } from '../../../src/secret/secret.ts';
import { pointedAt, run } from '../../support/cli.ts';
import { loopback } from '../../support/loopback.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { httpOfTest } from '../../support/wire.ts';

async function refusedWith(status: number, body: unknown, key = 'il1api-secret') {
  const { origin } = await loopback(() => ({ status, body }));
  const ilert = createIlertClient(httpOfTest().http, { endpoint: origin, token: new Secret(key) });
  return ilert.currentUser().catch((error: unknown) => error);
}

describe('each refusal of ilert has an error of its own, with exit 3', () => {
  it.each<[number, string, RegExp, RegExp]>([
    [403, 'KEY_ERROR', /^ilert rejected the API key \(“no”, KEY_ERROR\)\.$/, /deleted.*Manage API keys/],
    [403, 'key_error', /^ilert rejected the API key/, /Manage API keys/],
    [403, 'OAUTH2_SCOPE_ERROR', /OAuth scopes do not allow GET/, /API key of a user/],
    [402, 'FEATURE_REQUIRED', /^Your ilert plan does not include .*“no”/, /plan/],
    [400, 'FEATURE_REQUIRED', /^Your ilert plan does not include .*“no”/, /plan/],
    [402, 'QUOTA_EXCEEDED', /exceeds what your ilert plan includes \(“no”/, /plan/],
    [402, 'SOMETHING_NEW', /^Your ilert plan does not include .*SOMETHING_NEW/, /plan/],
    [401, 'UNAUTHORIZED', /^ilert rejected the API key/, /Authorization header/],
    [403, 'SOMETHING_NEW', /does not allow GET \/api\/users\/current \(“no”, SOMETHING_NEW\)/, /admin/],
  ])('%i %s', async (status, code, message, hint) => {
    const error = await refusedWith(status, { status, message: 'no', code });
    expect(error).toMatchObject({
      exitCode: ExitCode.denied,
      status,
      serviceCode: code,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  it('also for the integration key of an alert source, which is not repeated', async () => {
    const error = await refusedWith(403, { status: 403, message: 'no', code: 'KEY_ERROR' }, 'il1hit0123456789');
    expect(error).toMatchObject({ hint: expect.stringContaining("This is an alert source's integration key") });
    expect(JSON.stringify(error)).not.toContain('0123456789');
  });
});

describe('a key whose user may not edit the alert source', () => {
  it.each(['plan', 'status', 'apply'])('ends %s with exit 3, the source and what to do', async (command) => {
    const sandbox = await sandboxOfTest();
    const env = pointedAt(sandbox);
    await run(['apply'], { env });
    sandbox.ilert.state.hidesIntegrationUrls = true;
    const writes = sandbox.writes();
    const { exitCode, stderr } = await run([command], { env });
    expect(stderr).toMatch(/may not edit the alert source "HaloITSM" \(ID \d+\), so ilert hides its URL\./);
    expect(stderr).toContain('Use the API key of an admin');
    expect(exitCode).toBe(ExitCode.denied);
    expect(sandbox.writes()).toBe(writes);
  });

  it('is reported by the run that created the source, which says that it exists', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.ilert.state.hidesIntegrationUrls = true;
    const { exitCode, stderr } = await run(['apply'], { env: pointedAt(sandbox) });
    expect(stderr).toContain('so ilert hides its URL');
    expect(stderr).toMatch(/Current state:\n {2}alert source "HaloITSM" \(ID \d+\)/);
    expect(exitCode).toBe(ExitCode.denied);
  });

  it('can remove everything', async () => {
    const sandbox = await sandboxOfTest();
    const env = pointedAt(sandbox);
    await run(['apply'], { env });
    sandbox.ilert.state.hidesIntegrationUrls = true;
    expect((await run(['destroy', '--yes'], { env })).exitCode).toBe(0);
  });
});
