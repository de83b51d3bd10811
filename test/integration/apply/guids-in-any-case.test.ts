import { expect, it } from 'vitest';
import { meddledWith } from '../../hostile/meddler.ts';
import { run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { countsIn } from '../../support/tenants.ts';

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const upper = (body: string) => body.replace(GUID, (guid) => guid.toUpperCase());

it.each<[string, (method: string, path: string) => boolean]>([
  ['the answer to its creation', (method, path) => method === 'POST' && path === '/api/Webhook'],
  ['its details', (method, path) => method === 'GET' && path.startsWith('/api/Webhook/')],
  ['the list of runbooks', (method, path) => method === 'GET' && path === '/api/Webhook'],
  ['its events', (method, path) => method === 'GET' && path === '/api/Notification'],
  ['every answer', () => true],
])('a GUID in upper case in %s is the same GUID: one set, and nothing pending afterwards', async (_, isIt) => {
  const sandbox = await sandboxOfTest();
  const meddled = await meddledWith(sandbox);
  meddled.meddle = ({ method, path, body }) => ({ body: isIt(method, path.replace(/\?.*/, '')) ? upper(body) : body });
  try {
    const cwd = temporaryFolder();
    const apply = () => run(['apply'], { env: meddled.env, cwd });
    const first = await apply();
    expect([first.exitCode, first.stderr]).toEqual([0, expect.not.stringContaining('Another run')]);
    const writes = sandbox.writes();
    const second = await apply();
    expect([second.exitCode, second.stdout]).toEqual([0, expect.stringContaining('No changes')]);
    expect(sandbox.writes()).toBe(writes);
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
    expect((await run(['destroy', '--yes'], { env: meddled.env, cwd })).exitCode).toBe(0);
    expect(countsIn(sandbox)).toEqual([0, 0, 0, 0, 0, 0]);
  } finally {
    await meddled.close();
  }
});
