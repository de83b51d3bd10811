import { describe, expect, it } from 'vitest';
import { loopback } from '../support/loopback.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { runWizard, straight, walked, without } from './run-wizard.ts';
import { BACK, CTRL_C, ENTER, inTurn } from './scripted-prompter.ts';

describe('credentials', () => {
  it('that are wrong are refused at once, with what to do, and asked for again', async () => {
    const sandbox = await sandboxOfTest();
    const { refused, said, exitCode } = await walked(sandbox, {
      ...straight(sandbox),
      'ilert-key': inTurn('', 'il1api-wrong', sandbox.ilert.token),
      'halo-client-id': inTurn('', sandbox.halo.clientId),
      'halo-client-secret': inTurn('', 'wrong-secret', sandbox.halo.clientSecret),
    });
    expect(exitCode).toBe(0);
    expect(refused).toEqual([
      'An API key is needed to go on.',
      expect.stringMatching(/^ilert does not know this key\. Create one in ilert \(user icon > Manage API keys\)/),
      expect.stringContaining('? tells how to get one'),
      'A client secret is needed to go on.',
      expect.stringMatching(
        /^HaloITSM does not know this client ID with this secret\. .*Configuration > Integrations > Halo API/,
      ),
    ]);
    expect(said).toContain('Signed in to ilert as Ada Admin.');
  });

  it('a client ID that is wrong is mended by going back to it', async () => {
    const sandbox = await sandboxOfTest();
    const { refused } = await walked(sandbox, {
      ...straight(sandbox),
      'halo-client-id': inTurn('mistyped', sandbox.halo.clientId),
      'halo-client-secret': inTurn(sandbox.halo.clientSecret, BACK, sandbox.halo.clientSecret),
    });
    expect(refused).toEqual([expect.stringContaining('Esc goes back to the client ID')]);
  });

  it('a client ID is checked as well where the secret was given', async () => {
    const sandbox = await sandboxOfTest();
    const script = without(straight(sandbox), 'halo-client-secret');
    const { refused } = await walked(
      sandbox,
      { ...script, 'halo-client-id': inTurn('mistyped', sandbox.halo.clientId) },
      { env: { HALO_CLIENT_SECRET: sandbox.halo.clientSecret } },
    );
    expect(refused).toHaveLength(1);
  });

  it('an application that may not read all it has to is told which, and which page to open', async () => {
    const sandbox = await sandboxOfTest();
    const { forbid } = sandbox.halo.state;
    forbid.add('CustomIntegration').add('Webhook');
    const { refused } = await walked(
      sandbox,
      { ...straight(sandbox), 'halo-client-secret': inTurn(sandbox.halo.clientSecret, sandbox.halo.clientSecret) },
      {
        onRefused: () => forbid.clear(),
      },
    );
    expect(refused).toHaveLength(1);
    expect(refused[0]).toContain('may not read custom integrations and runbooks.');
    expect(refused[0]).toContain('HaloITSM > Configuration > Integrations > Halo API > Applications');
    expect(refused[0]).toContain('a role that may configure integrations, runbooks and notifications');
  });

  it.each([
    ['CustomIntegration', 'custom integrations'],
    ['Webhook', 'runbooks'],
    ['Notification', 'notifications'],
    ['Lookup', 'the list of events'],
  ])('that do not cover %s are refused before anything is written', async (route, words) => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.forbid.add(route);
    const { refused } = await runWizard(sandbox, {
      ...without(straight(sandbox), 'payload', 'more', 'confirm'),
      'halo-client-secret': inTurn(sandbox.halo.clientSecret, CTRL_C),
    });
    expect(refused).toEqual([expect.stringContaining(`it may not read ${words}`)]);
    expect(sandbox.writes()).toBe(0);
  });

  it('that were given and are wrong end the run, and nothing is written', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await runWizard(
      sandbox,
      { name: ENTER },
      { env: { ILERT_API_TOKEN: 'il1api-wrong' } },
    );
    expect(exitCode).toBe(3);
    expect(stderr).toContain('ilert rejected the API key');
    expect(sandbox.writes()).toBe(0);
  });

  it('a question mark tells how an API application is made, and the question comes again', async () => {
    const sandbox = await sandboxOfTest();
    const { said } = await walked(sandbox, {
      ...straight(sandbox),
      'halo-client-id': inTurn('?', sandbox.halo.clientId),
    });
    expect(said).toContain(`Open ${sandbox.halo.url} > Configuration > Integrations > Halo API`);
    expect(said).toMatch(/Client ID and Secret \(Services\)[\s\S]*Login type: Agent[\s\S]*Permissions: all/);
  });
});

describe("HaloITSM's address", () => {
  it.each(['/', '/api', '/api/', '/ticket?id=3', '/config/integrations'])(
    'is mended as it is pasted: with %s',
    async (path) => {
      const sandbox = await sandboxOfTest();
      const { said } = await walked(sandbox, {
        ...straight(sandbox),
        'halo-url': `  ${sandbox.halo.url}${path}  `.trim(),
      });
      expect(said).toContain(`Read as ${sandbox.halo.url}`);
    },
  );

  it('where no HaloITSM is, is refused at first, and taken when it is entered once more', async () => {
    const sandbox = await sandboxOfTest();
    const other = await loopback(() => ({ status: 200, body: '<h1>Welcome</h1>' }));
    const { refused, exitCode } = await runWizard(sandbox, {
      ...straight(sandbox),
      'halo-url': inTurn(other.origin, other.origin, sandbox.halo.url),
      'halo-client-id': inTurn(BACK, sandbox.halo.clientId),
    });
    expect(exitCode).toBe(0);
    expect(refused).toEqual([
      `Something answers at ${other.origin}, but it is no HaloITSM. Copy the address from the browser while HaloITSM is open. Enter it once more to go on all the same.`,
    ]);
  });

  it.each([
    ['http://acme.haloitsm.com', 'This is http, which would send the secret in clear.'],
    ['https://me:pw@acme.haloitsm.com', 'This holds a user name or password.'],
    ['ftp://acme.haloitsm.com', 'This is not a web address.'],
    ['', 'This is not a web address.'],
  ])('is not taken at all where it is "%s"', async (typed, wrong) => {
    const sandbox = await sandboxOfTest();
    const { refused } = await walked(sandbox, {
      ...straight(sandbox),
      'halo-url': inTurn(typed, typed, sandbox.halo.url),
    });
    expect(refused).toEqual([wrong, wrong]);
  });

  it('that nobody answers at is told as such', async () => {
    const sandbox = await sandboxOfTest();
    const { refused } = await walked(sandbox, {
      ...straight(sandbox),
      'halo-url': inTurn('https://127.0.0.1:1', sandbox.halo.url),
    });
    expect(refused[0]).toMatch(/^127\.0\.0\.1:1 refused the connection \(5 attempts\)\..* Enter it once more/);
  });
});
