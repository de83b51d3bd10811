import { expect, it } from 'vitest';
import { growAccount } from '../../sandbox/sandbox.ts';
import { pointedAt } from '../support/cli.ts';
import { gate } from '../support/gate.ts';
import { closedPort } from '../support/loopback.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { answerByDefault } from './default-answers.ts';
import { describeOnTerminal, KEY, openTerminal, type TestTerminal } from './test-terminal.ts';

const LONG = { timeout: 60_000 };

describeOnTerminal('a URL that is wrong, in the wizard (F22)', () => {
  async function atTheUrl(): Promise<TestTerminal> {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox);
    await answerByDefault(terminal, sandbox, 'API key', 'Alert grouping');
    return terminal;
  }

  it('of a host that DNS does not know is reported at once, and asked for again', LONG, async () => {
    const terminal = await atTheUrl();
    await terminal.answer('URL', 'https://nowhere.invalid', KEY.enter);
    // Without a reachable DNS server, none can say that the host doesn't exist.
    await terminal.shows(
      /Cannot connect to https:\/\/nowhere\.invalid \((host not found|the DNS server does not respond)\)/,
    );
    await terminal.shows('the URL you entered');
    await terminal.asks('URL');
    expect(terminal.text()).not.toContain('--halo-url');
    expect(terminal.raw()).not.toContain('retrying');
  });

  it('of a port where nothing listens is tried twice, and no line is printed into the question', LONG, async () => {
    const port = await closedPort();
    const terminal = await atTheUrl();
    await terminal.answer('URL', `http://127.0.0.1:${port}`, KEY.enter);
    await terminal.shows(/does not respond \(connection refused\); retrying in [12] s \(attempt 2 of 2\)/);
    await terminal.shows(`Cannot connect to http://127.0.0.1:${port} (connection refused) after 2 attempts`);
    await terminal.asks('URL');
    expect(terminal.text()).not.toContain('retrying');
  });
});

describeOnTerminal('what a command waits for is shown where a spinner turns', () => {
  it.each<[string, readonly string[], RegExp, string]>([
    [
      'which services are read',
      ['plan'],
      /Reading (ilert|HaloITSM)( and (ilert|HaloITSM))?…/,
      'GET /api/alert-sources',
    ],
    ['the sign-in', ['status'], /Signing in to HaloITSM…/, 'POST /auth/token'],
    ['what is created', ['apply', '--yes'], /Creating custom integration "ilert/, 'POST /api/CustomIntegration'],
    ['that what was written is read', ['apply', '--yes'], /Verifying what was written/, 'after the last write'],
  ])('%s', LONG, async (_, argv, text, request) => {
    const sandbox = await sandboxOfTest();
    const { open, holding } = gate();
    sandbox.intercept = holding(({ method, path }) =>
      request === 'after the last write' ? method === 'GET' && sandbox.writes() === 6 : `${method} ${path}` === request,
    );
    const terminal = openTerminal(sandbox, { argv, env: pointedAt(sandbox) });
    await terminal.shows(text);
    open();
    await terminal.ended();
    expect(terminal.text()).not.toMatch(text);
  });

  it('how many rows of a long list have been read', LONG, async () => {
    const sandbox = await sandboxOfTest();
    growAccount(sandbox.ilert.state, { policies: 130 });
    const { open, holding } = gate();
    sandbox.intercept = holding(
      ({ path, query }) => path === '/api/escalation-policies' && Number(query.get('start-index')) > 0,
    );
    const terminal = openTerminal(sandbox, { argv: ['plan'], env: pointedAt(sandbox) });
    await terminal.shows('Loading escalation policies… 50');
    open();
    expect(await terminal.ended()).toBe(0);
  });

  it('a retry, counted down, and not as a line of its own', LONG, async () => {
    const sandbox = await sandboxOfTest();
    let failed = false;
    sandbox.intercept = ({ path }) => {
      if (path !== '/api/alert-sources' || failed) return undefined;
      failed = true;
      return { kind: 'respond', status: 503, body: { message: 'maintenance' }, headers: { 'retry-after': '3' } };
    };
    const terminal = openTerminal(sandbox, { argv: ['plan'], env: pointedAt(sandbox) });
    await terminal.shows(/ilert returned HTTP 503; retrying in [34] s \(attempt 2 of 5\)/);
    await terminal.shows('ilert returned HTTP 503; retrying in 1 s (attempt 2 of 5)');
    expect(await terminal.ended()).toBe(0);
    expect(terminal.text()).not.toContain('retrying');
  });

  it("a service's rate limit, counted down, and not as a line of its own", LONG, async () => {
    const sandbox = await sandboxOfTest();
    let refused = false;
    sandbox.intercept = ({ path }) => {
      if (path !== '/api/alert-sources' || refused) return undefined;
      refused = true;
      return { kind: 'respond', status: 429, body: { message: 'slow down' }, headers: { 'retry-after': '3' } };
    };
    const terminal = openTerminal(sandbox, { argv: ['plan'], env: pointedAt(sandbox) });
    await terminal.shows("ilert's rate limit reached (120 requests a minute per API key); continuing in 3 s");
    await terminal.shows('continuing in 1 s');
    expect(await terminal.ended()).toBe(0);
    expect(terminal.text()).not.toContain('rate limit');
  });

  it('on a terminal without a spinner, in one line', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const env = pointedAt(sandbox, { TERM: 'dumb' });
    const { open, holding } = gate();
    sandbox.intercept = holding(({ path }) => path === '/api/alert-sources');
    const terminal = openTerminal(sandbox, { argv: ['plan'], env });
    await terminal.shows(/Reading .*(…|\.\.\.)/);
    open();
    expect(await terminal.ended()).toBe(0);
    expect(terminal.raw()).not.toContain('\u001b');
    expect(terminal.text().match(/Reading/g)).toHaveLength(1);
  });
});
