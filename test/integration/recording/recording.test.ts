import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { TO_APPLY } from '../../../src/config/required-settings.ts';
import { createExchangeRecorder } from '../../../src/recording/recorder.ts';
import { parseRecording } from '../../../src/recording/recording.ts';
import { openRecording } from '../../../src/recording/write-recording.ts';
import { createContext } from '../../../src/runtime/context.ts';
import { loadSettings } from '../../../src/runtime/load-settings.ts';
import { Secret } from '../../../src/secret/secret.ts';
import { packageRoot, pointedAt, temporaryFolder } from '../../support/cli.ts';
import { closedPort, loopback } from '../../support/loopback.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { haloAt, httpOfTest, ilertAt } from '../../support/wire.ts';

/** Returns a recorder, and an HTTP client that tells it everything. */
function recording() {
  const recorder = createExchangeRecorder();
  return { recorder, http: httpOfTest({ listen: recorder.listen }).http };
}

/** Opens a recording for a run on a sandbox. */
async function opened(sandbox: Sandbox, cwd = temporaryFolder()) {
  const said: string[] = [];
  const context = createContext(
    {
      cwd,
      env: pointedAt(sandbox),
      packageRoot,
      platform: 'linux',
      nodeVersion: process.version,
      processId: process.pid,
      isRunning: () => false,
      now: Date.now,
      timeScale: 0.001,
      stdin: (async function* () {})(),
      stdout: { write: () => true },
      stderr: { write: (text: string) => said.push(text) },
      keychain: async () => undefined,
      holdKeyboard: () => () => undefined,
      openPrompter: () => Promise.reject(new Error('nothing is asked here')),
      onInterrupt: () => () => undefined,
    },
    { ...OUTPUT, profile: 'default', timeout: 5_000, noConfig: false, secretsStdin: false, adopt: [] },
    new AbortController().signal,
  );
  const { settings } = await loadSettings(context, {}, TO_APPLY);
  const { listen, write } = await openRecording(context, settings, FILE);
  const { http } = httpOfTest({ listen });
  return { path: join(cwd, FILE), said: () => said.join(''), http, write, cwd };
}

const FILE = 'recording.json';
const OUTPUT = { document: false, yes: false, quiet: false, verbose: false, color: false };

describe('what is recorded', () => {
  it('is what was sent and what came back, with the sign-in, and without the headers of requests', async () => {
    const { halo } = await sandboxOfTest();
    const { recorder, http } = recording();
    const { clientId, clientSecret } = halo;
    await haloAt(halo.url, { http, clientId, clientSecret: new Secret(clientSecret) }).request(
      'POST',
      '/CustomIntegration',
      [{ name: 'Chat', authorizationtype: 0 }],
    );
    expect(recorder.exchanges.at(-1)).toEqual({
      service: 'halo',
      request: { method: 'POST', path: '/api/CustomIntegration', body: [{ name: 'Chat', authorizationtype: 0 }] },
      response: { status: 200, body: expect.objectContaining({ name: 'Chat' }) },
    });
    const signIn = recorder.exchanges.find(({ request }) => request.form);
    expect(signIn?.request.form).toMatchObject({ grant_type: 'client_credentials', client_id: clientId });
    expect(recorder.origins).toEqual({ halo: [halo.url], ilert: [] });
  });

  it('is every attempt, also one without an answer', async () => {
    const { origin } = await loopback((_, number) =>
      number === 1 ? { status: 429, headers: { 'retry-after': '1' }, body: 'Slow down' } : { body: [] },
    );
    const { recorder, http } = recording();
    await ilertAt(origin, http).request('GET', '/users');
    await ilertAt(`http://127.0.0.1:${await closedPort()}`, http)
      .request('GET', '/users')
      .catch(() => undefined);
    const request = { method: 'GET', path: '/api/users' };
    expect(recorder.exchanges.slice(0, 3)).toEqual([
      { service: 'ilert', request, response: { status: 429, headers: { 'retry-after': '1' }, text: 'Slow down' } },
      { service: 'ilert', request, response: { status: 200, body: [] } },
      { service: 'ilert', request, response: { error: 'connection refused' } },
    ]);
  });
});

describe('the file', () => {
  it('is a recording of the run without the names of the account, and the run says where it is', async () => {
    const sandbox = await sandboxOfTest();
    const { path, said, http, write } = await opened(sandbox);
    await ilertAt(sandbox.ilert.url, http)
      .request('GET', '/escalation-policies')
      .catch(() => undefined);
    await write();
    const text = readFileSync(path, 'utf8');
    expect(parseRecording(text)).toMatchObject({ producedWith: 'simulators', product: 'haloitsm' });
    expect(text).not.toContain('127.0.0.1');
    expect(said()).toMatch(/^The recording is in recording\.json\. It was not sent to anybody/);
  });

  it('replaces an earlier recording, but no other file', async () => {
    const sandbox = await sandboxOfTest();
    const { cwd, path, write } = await opened(sandbox);
    await write();
    await (await opened(sandbox, cwd)).write();
    writeFileSync(path, '{"mine": true}');
    await expect(opened(sandbox, cwd)).rejects.toThrow("recording.json already exists, and it isn't a recording");
  });
});
