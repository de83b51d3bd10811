import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../../src/errors/cli-error.ts';
import { loopback } from '../../support/loopback.ts';
import { haloAt, ilertAt } from '../../support/wire.ts';

const html = '<!doctype html><title>Sign in</title>';

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])(
    'with status %i is not followed, and the other address is named',
    async (status) => {
      const other = await loopback(() => ({ body: { id: 1, firstName: 'x', lastName: 'y' } }));
      const { origin } = await loopback(() => ({ status, headers: { location: `${other.origin}/login?next=1` } }));
      await expect(ilertAt(origin).currentUser()).rejects.toMatchObject({
        message: `ilert redirected GET /api/users/current to ${other.origin}. Redirects are not followed, to protect your credentials.`,
        exitCode: ExitCode.failed,
      });
      expect(other.received).toEqual([]);
    },
  );

  it('never sends the client secret to another address', async () => {
    const other = await loopback(() => ({ body: { access_token: 'x' } }));
    const { origin, received } = await loopback(({ url }) =>
      url === '/api/AuthInfo' ? { status: 404 } : { status: 307, headers: { location: `${other.origin}/auth/token` } },
    );
    await expect(haloAt(origin).statuses()).rejects.toMatchObject({
      message: expect.stringContaining(`to ${other.origin}. Redirects are not followed`),
    });
    expect(received.map(({ url }) => url)).toEqual(['/api/AuthInfo', '/auth/token']);
    expect(other.received).toEqual([]);
  });
});

describe('a response that is not from the API', () => {
  it('is called a web page if it is one', async () => {
    const { origin } = await loopback(() => ({ headers: { 'content-type': 'text/html' }, body: html }));
    await expect(ilertAt(origin).currentUser()).rejects.toMatchObject({
      message: expect.stringContaining('a web page instead of an API response'),
      hint: expect.stringContaining('ILERT_ENDPOINT'),
      exitCode: ExitCode.failed,
    });
  });

  it.each(['', '  \n'])('is refused where the body is empty (%j)', async (body) => {
    const { origin } = await loopback(() => ({ body }));
    await expect(ilertAt(origin).currentUser()).rejects.toMatchObject({
      message: expect.stringContaining('ilert returned something instead of an API response to GET /api/users/current'),
      exitCode: ExitCode.failed,
    });
  });

  it('says that there is no API at the address of another web page', async () => {
    const { origin } = await loopback(() => ({ status: 404, body: html }));
    await expect(ilertAt(origin).currentUser()).rejects.toMatchObject({
      message: `There is no ilert API at ${origin}.`,
    });
  });

  it('may be empty after a deletion', async () => {
    const { origin } = await loopback(() => ({ status: 204 }));
    await ilertAt(origin).write({ service: 'ilert', method: 'DELETE', path: '/alert-sources/5' });
  });
});

describe('a response of another shape', () => {
  it('is refused if it is not a list', async () => {
    const { origin } = await loopback(() => ({ body: { teams: 'none' } }));
    await expect(ilertAt(origin).teams()).rejects.toMatchObject({
      message: expect.stringMatching(/^ilert returned an unexpected response to GET \/api\/teams: .*is not a list/),
      exitCode: ExitCode.failed,
    });
  });

  it('is read although a row of others cannot be', async () => {
    const { origin } = await loopback(() => ({ body: [{ id: 'seven', name: 'Operations' }, { id: 8 }] }));
    expect(await ilertAt(origin).teams()).toEqual([{ id: 8, name: '' }]);
  });

  it('is refused if a new alert source has no URL, and may have been created', async () => {
    const { origin } = await loopback(() => ({ status: 201, body: { id: 1, name: 'x', integrationType: 'HALOITSM' } }));
    const create = { service: 'ilert', method: 'POST', path: '/alert-sources', body: {} } as const;
    await expect(ilertAt(origin).write(create)).rejects.toMatchObject({
      message: expect.stringContaining('integrationUrl is missing'),
      maybeDone: true,
    });
  });

  it('is accepted if it only has additional fields', async () => {
    const { origin } = await loopback(() => ({ body: [{ id: 7, name: 'Operations', brandNew: { deep: true } }] }));
    await expect(ilertAt(origin).teams()).resolves.toMatchObject([{ id: 7, name: 'Operations' }]);
  });
});

describe('the message of a refusal', () => {
  it('is shown without control characters and truncated', async () => {
    const message = `bad\u001b[31m name\u0007\u202e${'word '.repeat(100)}`;
    const { origin } = await loopback(() => ({ status: 400, body: { status: 400, message } }));
    const error = await ilertAt(origin)
      .currentUser()
      .catch((reason: Error) => reason);
    expect(error).toMatchObject({ message: expect.stringContaining('“bad [31m name word word') });
    expect((error as Error).message.length).toBeLessThan(400);
  });
});
