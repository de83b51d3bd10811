import { describe, expect, it } from 'vitest';
import { meddledWith } from '../../hostile/meddler.ts';
import { run } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, countsIn, expectNothingPending, runAt, storedIn } from '../../support/tenants.ts';

it('a base URL that Halo stores with a trailing slash gets a path without a leading one, at the first apply', async () => {
  const sandbox = await sandboxOfTest();
  const meddled = await meddledWith(sandbox);
  meddled.meddle = ({ method, path, body }) => {
    if (method !== 'POST' || path !== '/api/CustomIntegration') return { body };
    const integration = sandbox.halo.state.integrations.at(-1);
    if (integration) integration.resourcebaseurl = `${integration.resourcebaseurl}/`;
    return { body: JSON.stringify(integration) };
  };
  try {
    const ran = await run(['apply'], { env: meddled.env });
    expect([ran.exitCode, ran.stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
    const { method, source } = storedIn(sandbox);
    expect(`${method.resource}${method.path}`).toBe(
      `${meddled.env.ILERT_ENDPOINT}/api/v1/events/haloitsm/${source.integrationKey}`,
    );
  } finally {
    await meddled.close();
  }
});

it('a list of alert sources without URLs says nothing about the permission to see them', async () => {
  const sandbox = await sandboxOfTest();
  const meddled = await meddledWith(sandbox);
  meddled.meddle = ({ method, path, body }) => ({
    body:
      method === 'GET' && path.startsWith('/api/alert-sources?')
        ? body.replace(/"integrationUrl":"[^"]*"/g, '"integrationUrl":null')
        : body,
  });
  try {
    const ran = await run(['apply'], { env: meddled.env });
    expect([ran.exitCode, ran.stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
  } finally {
    await meddled.close();
  }
});

it('an event whose row has no filter type filters by its conditions', async () => {
  const sandbox = await sandboxOfTest();
  const meddled = await meddledWith(sandbox);
  meddled.meddle = ({ method, path, body }) => ({
    body: method === 'GET' && path.startsWith('/api/Notification') ? body.replace(/"filter_type":\d,?/g, '') : body,
  });
  try {
    for (const said of ['Done: 7 created', 'No changes']) {
      const ran = await run(['apply', '--only-priority', '1'], { env: meddled.env });
      expect([ran.exitCode, ran.stdout + ran.stderr]).toEqual([0, expect.stringContaining(said)]);
    }
  } finally {
    await meddled.close();
  }
});

it.each([400, 410])('a removal whose answer was lost, and that is then refused with %i, is done', async (status) => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  const lost = new Set<string>();
  sandbox.intercept = ({ service, method, path }) => {
    if (service !== 'halo' || method !== 'DELETE') return undefined;
    if (lost.has(path)) return { kind: 'respond', status, body: 'The object does not exist.' };
    lost.add(path);
    return { kind: 'reset-after' };
  };
  const { exitCode, stderr } = await runAt(sandbox, ['destroy', '--yes']);
  expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
  expect(countsIn(sandbox)).toEqual([0, 0, 0, 0, 0, 0]);
});

describe('events that a list shows without all their fields', () => {
  const filter = ['--only-priority', '1', '--only-priority', '2'];

  it.each([
    ['without their filters', ['filter_type', 'condition_count', 'conditions'], []],
    ['without their numbers', ['eventno'], filter],
  ])('%s are read one by one, and not made again', async (_, leavesOut, argv) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...filter);
    sandbox.halo.state.lists.omittedFields = leavesOut;
    await expectNothingPending(sandbox, ...argv);
  });
});
