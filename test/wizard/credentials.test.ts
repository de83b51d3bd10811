import { describe, expect, it, test } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { loopback } from '../support/loopback.ts';
import { freePort } from '../support/port.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { completeWizard, defaultAnswers, idsOf, questionOf, runWizard, without } from './run-wizard.ts';
import { BACK, CTRL_C, ENTER, inTurn } from './scripted-prompter.ts';

describe('credentials', () => {
  it('that are wrong are rejected at once, with what to do, and asked again', async () => {
    const sandbox = await sandboxOfTest();
    const { refused, shown, exitCode } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      'ilert-key': inTurn('', 'il1api-wrong', sandbox.ilert.token),
      'halo-client-secret': inTurn('', 'wrong-secret', sandbox.halo.clientSecret),
    });
    expect(exitCode).toBe(0);
    expect(refused).toEqual([
      'Enter an API key to continue.',
      expect.stringMatching(/^ilert rejected this API key\. Create one under user icon > Manage API keys/),
      'Enter a client secret to continue.',
      expect.stringMatching(/^HaloITSM rejected this client ID and secret\. .*Configuration > Integrations > Halo API/),
    ]);
    expect(shown).toContain('Ada Admin, role Admin');
  });

  it('of another account are forgotten when the person goes back to the first ones', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ path, headers }) => {
      if (!headers.authorization?.endsWith('il1api-other')) return undefined;
      return { kind: 'respond', status: 200, body: path === '/api/users/current' ? { id: 7 } : [] };
    };
    const wizard = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      'ilert-key': inTurn(sandbox.ilert.token, 'il1api-other', sandbox.ilert.token),
      teams: inTurn(BACK, ENTER),
      policy: inTurn(BACK, ENTER),
    });
    expect(wizard.shown).toContain('user 7');
    expect(questionOf(wizard, 'teams').choices?.map(({ name }) => name)).toContain('Service Desk');
  });

  it('a wrong client ID can be corrected by going back to it', async () => {
    const sandbox = await sandboxOfTest();
    const { refused } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      'halo-client-id': inTurn('mistyped', sandbox.halo.clientId),
      'halo-client-secret': inTurn(sandbox.halo.clientSecret, BACK, sandbox.halo.clientSecret),
    });
    expect(refused).toEqual([expect.stringContaining('Esc goes back to the client ID')]);
  });

  it('a client ID is checked at once if the secret is provided', async () => {
    const sandbox = await sandboxOfTest();
    const script = without(defaultAnswers(sandbox), 'halo-client-secret');
    const { refused } = await completeWizard(
      sandbox,
      { ...script, 'halo-client-id': inTurn('mistyped', sandbox.halo.clientId) },
      { env: { HALO_CLIENT_SECRET: sandbox.halo.clientSecret } },
    );
    expect(refused).toHaveLength(1);
  });

  it('missing permissions of an application are named, with the page to open', async () => {
    const sandbox = await sandboxOfTest();
    const { forbid } = sandbox.halo.state;
    forbid.add('CustomIntegration').add('Webhook');
    const { refused } = await completeWizard(
      sandbox,
      {
        ...defaultAnswers(sandbox),
        'halo-client-secret': inTurn(sandbox.halo.clientSecret, sandbox.halo.clientSecret),
      },
      {
        onRefused: () => forbid.clear(),
      },
    );
    expect(refused).toHaveLength(1);
    expect(refused[0]).toContain("isn't allowed to read custom integrations and runbooks.");
    expect(refused[0]).toContain('Configuration > Integrations > Halo API > View Applications');
    expect(refused[0]).toContain('an agent whose role can configure integrations, runbooks and notifications');
  });

  it.each([
    ['CustomIntegration', 'custom integrations'],
    ['Webhook', 'runbooks'],
    ['Notification', 'notifications'],
    ['Lookup', 'the list of events'],
  ])('without access to %s are rejected before anything is written', async (route, words) => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.forbid.add(route);
    const { refused } = await runWizard(sandbox, {
      ...without(defaultAnswers(sandbox), 'payload', 'tickets', 'on-call', 'confirm'),
      'halo-client-secret': inTurn(sandbox.halo.clientSecret, CTRL_C),
    });
    expect(refused).toEqual([expect.stringContaining(`isn't allowed to read ${words}`)]);
    expect(sandbox.writes()).toBe(0);
  });

  it('that are provided and wrong end the run, and nothing is written', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await runWizard(sandbox, {}, { env: { ILERT_API_TOKEN: 'il1api-wrong' } });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('ilert rejected the API key');
    expect(sandbox.writes()).toBe(0);
  });

  it('a question mark shows how to create an API application, and the question is asked again', async () => {
    const sandbox = await sandboxOfTest();
    const { shown } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      'halo-client-id': inTurn('?', sandbox.halo.clientId),
    });
    expect(shown).toContain(`Open ${sandbox.halo.url} > Configuration > Integrations > Halo API`);
    expect(shown).toMatch(
      /Client ID and Secret \(Services\)[\s\S]*Login type: Agent[\s\S]*Permissions tab select "all"/,
    );
  });
});

describe('what is pasted by mistake is recognised, before any service is asked:', () => {
  const SOURCE_KEY = 'il1hit0123456789abcdef';

  it("an alert source's key, a URL, a key of the other service, or the same value twice", async () => {
    const sandbox = await sandboxOfTest();
    const { clientId, clientSecret, url } = sandbox.halo;
    const { refused } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      'ilert-key': inTurn(SOURCE_KEY, 'https://api.ilert.com', sandbox.ilert.token),
      'halo-url': inTurn('https://app.ilert.com/alerts', url),
      'halo-client-id': inTurn(`${url}/api`, sandbox.ilert.token, clientId),
      'halo-client-secret': inTurn(clientId, SOURCE_KEY, clientSecret),
    });
    expect(refused.map((problem) => problem.slice(0, problem.indexOf('.') + 1))).toEqual([
      'This is the API key of an alert source (it starts with il1h).',
      'This is a URL.',
      'This is ilert.',
      'This is a URL.',
      'This is a key of ilert.',
      'This is the client ID again.',
      'This is a key of ilert.',
    ]);
    const keys = sandbox.requests.map(({ headers }) => headers.authorization).filter(Boolean);
    expect(JSON.stringify(keys)).not.toContain(SOURCE_KEY);
  });

  it('the message says where the right key is, and never repeats the wrong one', async () => {
    const sandbox = await sandboxOfTest();
    const { refused } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      'ilert-key': inTurn(SOURCE_KEY, sandbox.ilert.token),
    });
    expect(refused[0]).toMatch(/user icon > Manage API keys.*il1api/);
    expect(refused[0]).not.toContain(SOURCE_KEY);
  });
});

describe('help at a credential', () => {
  it('says where to find it: ? at each of them', async () => {
    const sandbox = await sandboxOfTest();
    const { clientId, clientSecret, url } = sandbox.halo;
    const { shown } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      'ilert-key': inTurn('?', sandbox.ilert.token),
      'halo-url': inTurn('?', url),
      'halo-client-id': inTurn('?', clientId),
      'halo-client-secret': inTurn('?', clientSecret),
    });
    expect(shown).toMatch(/user icon > Manage API keys[\s\S]*il1api[\s\S]*il1h/);
    expect(shown).toContain('https://acme.haloitsm.com');
    expect(shown).toContain('HaloITSM shows the client secret once');
    expect(shown.match(/View Applications > New/g)).toHaveLength(2);
  });

  it('is also reached with Enter and arrow keys, where there is no client ID yet', async () => {
    const sandbox = await sandboxOfTest();
    const wizard = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      'halo-client-id': inTurn(ENTER, ENTER, ENTER, sandbox.halo.clientId),
      'halo-application': inTurn('Show me how', ENTER, BACK),
    });
    expect(wizard.shown.match(/View Applications > New/g)).toHaveLength(1);
    expect(questionOf(wizard, 'halo-application').choices?.map(({ name }) => name)).toEqual([
      'Yes, enter its client ID',
      'Show me how to create one',
      "I can't create an API application",
    ]);
  });
});

describe("HaloITSM's URL", () => {
  it.each(['/', '/api', '/api/', '/ticket?id=3', '/config/integrations'])(
    'is normalized as it is pasted: with %s',
    async (path) => {
      const sandbox = await sandboxOfTest();
      const { shown } = await completeWizard(sandbox, {
        ...defaultAnswers(sandbox),
        'halo-url': `  ${sandbox.halo.url}${path}  `.trim(),
      });
      expect(shown).toContain(`\n${sandbox.halo.url}\n`);
    },
  );

  it('that is not a HaloITSM is rejected once, and accepted when it is entered again', async () => {
    const sandbox = await sandboxOfTest();
    const other = await loopback(() => ({ status: 200, body: '<h1>Welcome</h1>' }));
    const { refused, exitCode } = await runWizard(sandbox, {
      ...defaultAnswers(sandbox),
      'halo-url': inTurn(other.origin, other.origin, sandbox.halo.url),
      product: inTurn(BACK, ENTER),
    });
    expect(exitCode).toBe(0);
    expect(refused).toEqual([
      `${other.origin} responds, but it isn't HaloITSM or HaloPSA. Copy the URL from your browser while HaloITSM or HaloPSA is open. Press Enter again to use it anyway.`,
    ]);
  });

  it.each([
    ['http://acme.haloitsm.com', 'This uses http, which would send the secret unencrypted: use https.'],
    ['https://me:pw@acme.haloitsm.com', 'This contains a user name or password: remove it.'],
    ['ftp://acme.haloitsm.com', 'This is not a valid URL.'],
    ['', 'This is not a valid URL.'],
  ])('is never accepted where it is "%s"', async (typed, wrong) => {
    const sandbox = await sandboxOfTest();
    const { refused } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      'halo-url': inTurn(typed, typed, sandbox.halo.url),
    });
    expect(refused).toEqual([wrong, wrong]);
  });

  it('that does not answer is reported as such', async () => {
    const sandbox = await sandboxOfTest();
    const port = await freePort();
    const { refused } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      'halo-url': inTurn(`https://127.0.0.1:${port}`, sandbox.halo.url),
    });
    expect(refused[0]).toMatch(
      /^Cannot connect to https?:\/\/127\.0\.0\.1:\d+ \(connection refused\) after 2 attempts\. Check the URL you entered.* Press Enter again to use it anyway/,
    );
  });
});

/** The questions after the URL of HaloITSM. */
const LATER = ['halo-client-id', 'halo-client-secret', 'payload', 'tickets', 'on-call', 'confirm'];

/** Returns the variable that allows only the host of a sandbox's HaloITSM. */
const onlyIts = ({ halo }: Sandbox) => ({ HALO_ALLOWED_HOSTS: new URL(halo.url).host });

test('a URL that HALO_ALLOWED_HOSTS does not allow is refused however often it is entered, and nothing is sent there', async () => {
  const [sandbox, stranger] = [await sandboxOfTest(), await loopback(() => ({ body: {} }))];
  const wizard = await runWizard(
    sandbox,
    { ...defaultAnswers(sandbox), 'halo-url': inTurn(stranger.origin, stranger.origin, sandbox.halo.url) },
    { env: onlyIts(sandbox) },
  );
  expect(wizard.exitCode).toBe(0);
  const refused = 'This is at a host that HALO_ALLOWED_HOSTS does not allow. Correct the URL.';
  expect(wizard.refused).toEqual([expect.stringContaining(refused), expect.stringContaining(refused)]);
  expect(stranger.received).toEqual([]);
});

describe('where HaloITSM names an authorisation server on another domain', () => {
  async function elsewhere() {
    const sandbox = await sandboxOfTest();
    const server = `${sandbox.halo.url.replace('127.0.0.1', 'localhost')}/auth`;
    sandbox.intercept = ({ path }) =>
      path === '/api/AuthInfo'
        ? { kind: 'respond', status: 200, body: JSON.stringify({ auth_url: server, tenant_id: 'sandbox' }) }
        : undefined;
    return { sandbox, server };
  }

  it('asks before the client secret is sent there, goes on, and remembers it', async () => {
    const { sandbox, server } = await elsewhere();
    const wizard = await completeWizard(sandbox, { ...defaultAnswers(sandbox), 'halo-auth-url': 'Yes' });
    expect(questionOf(wizard, 'halo-auth-url').message).toContain(`on another domain: ${server}`);
    expect(wizard.stdout).toContain(`--halo-auth-url ${server}`);
    const script = { ...without(defaultAnswers(sandbox), 'confirm'), 'halo-url': ENTER, 'halo-client-id': ENTER };
    const again = await completeWizard(sandbox, script, { cwd: wizard.cwd });
    expect(idsOf(again)).not.toContain('halo-auth-url');
  });

  it('ends without asking where HALO_ALLOWED_HOSTS does not allow it', async () => {
    const { sandbox, server } = await elsewhere();
    const script = { ...without(defaultAnswers(sandbox), ...LATER, 'product'), product: ENTER };
    const { exitCode, stderr } = await runWizard(sandbox, script, { env: onlyIts(sandbox) });
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining(`signs in at ${new URL(server).host}, which HALO_ALLOWED_HOSTS does not allow`),
    ]);
    expect(sandbox.requests.filter(({ path }) => path.startsWith('/auth'))).toEqual([]);
  });

  it('goes back by default, and sends no secret', async () => {
    const { sandbox } = await elsewhere();
    const { exitCode } = await runWizard(sandbox, {
      ...without(defaultAnswers(sandbox), ...LATER),
      product: inTurn(ENTER, CTRL_C),
      'halo-auth-url': ENTER,
    });
    expect(exitCode).toBe(130);
    expect(sandbox.requests.filter(({ path }) => path.startsWith('/auth'))).toEqual([]);
  });
});
