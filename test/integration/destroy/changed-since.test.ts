import { expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, runAt, storedIn } from '../../support/tenants.ts';

/** How somebody changes a row after the list of removals was shown. */
const changes: [string, string, (rows: ReturnType<typeof storedIn>, sandbox: Sandbox) => unknown][] = [
  [
    'an event that starts another runbook now',
    'Runbook',
    ({ newTicket }, { halo }) => Object.assign(newTicket, { webhook_id: halo.state.addRunbook('Theirs').id }),
  ],
  ['a method with another address', 'URL', ({ method }) => Object.assign(method, { path: '/theirs' })],
  ['a renamed runbook', 'Name', ({ runbook }) => Object.assign(runbook, { name: 'Other purpose' })],
  ['a renamed alert source', 'Name', ({ source }) => Object.assign(source, { name: 'Foo' })],
];

it.each(changes)('%s is not removed: exit 1, and what has changed', async (_, field, change) => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  const rows = storedIn(sandbox);
  const sources = sandbox.ilert.state.alertSources.length;
  let isListed = false;
  sandbox.intercept = ({ method, path }) => {
    // Once the runbook's events have been read, all lists have; then the first row is read again.
    if (method === 'GET' && /^\/api\/Notification\/\d+$/.test(path) && !isListed) {
      isListed = true;
      change(rows, sandbox);
    }
    return undefined;
  };
  const { exitCode, stderr } = await runAt(sandbox, ['destroy', '--yes']);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(new RegExp(`Since the plan was shown, .* has changed \\(.*${field}`));
  expect(sandbox.ilert.state.alertSources).toHaveLength(sources);
});
