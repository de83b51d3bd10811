import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RecordedRequest } from '../../sandbox/sandbox.ts';
import { pollClock } from '../support/alert-polls.ts';
import { packageRoot, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { runAt } from '../support/tenants.ts';
import { completeWizard, defaultAnswers } from '../wizard/run-wizard.ts';

/** Every setting whose value is the name of something in ilert or HaloITSM. */
const NAMES = [
  ...[
    '--team',
    'Operations',
    '--notify-on-failure',
    'Hanna Halo',
    '--service',
    'Mail',
    '--priority',
    'high-during-support-hours',
  ],
  ...[
    '--support-hours',
    'Office hours',
    '--escalation-policy',
    'Service desk',
    '--policy-responder',
    'ada.admin@example.com',
  ],
  ...['--only-ticket-type', 'Incident', '--only-priority', 'Critical', '--only-team', '2nd Line Support'],
];

/** Requests without a permission of their own: signing in, and sending events with an integration key. */
const WITHOUT_PERMISSION = /^\/auth\/|\/AuthInfo$|\/events\//;

/** Which commands read an API's resource, and which create, change or delete it. */
interface Use {
  readonly read: Set<string>;
  readonly changed: Set<string>;
}

/** Returns what all commands request, by service and resource. `plan` without names is counted as `minimal`. */
async function requestsOfAllCommands(): Promise<Record<RecordedRequest['service'], Map<string, Use>>> {
  const uses = { ilert: new Map<string, Use>(), halo: new Map<string, Use>() };
  const count = (command: string, requests: readonly RecordedRequest[]) => {
    for (const { service, method, path } of requests) {
      const [resource] = /^\/api\/[^/]+/.exec(path) ?? [];
      if (resource === undefined || WITHOUT_PERMISSION.test(path)) continue;
      const use = uses[service].get(resource) ?? { read: new Set(), changed: new Set() };
      uses[service].set(resource, use);
      use[method === 'GET' ? 'read' : 'changed'].add(command);
    }
  };
  const sandbox = await sandboxOfTest();
  const cwd = temporaryFolder();
  const run = async (name: string, ...argv: string[]) => {
    const from = sandbox.requests.length;
    const { exitCode, stderr } = await runAt(sandbox, argv, { cwd, now: pollClock(sandbox) });
    expect(exitCode === 0 ? '' : stderr).toBe('');
    count(name, sandbox.requests.slice(from));
  };
  // The first run creates the alert source.
  await run('export', 'export', 'files', '--yes');
  await run('apply', 'apply');
  await run('minimal', 'plan');
  await run('apply', 'apply', ...NAMES);
  await run('plan', 'plan', ...NAMES);
  await run('status', 'status', ...NAMES);
  await run('verify', 'verify', '--yes', ...NAMES);
  await run('verify --through-halo', 'verify', '--through-halo', '--yes', ...NAMES);
  await run('init --from-live', 'init', '--from-live', ...NAMES);
  await run('export', 'export', 'files-of-names', '--yes', ...NAMES);
  await run('destroy', 'destroy', '--yes', ...NAMES);
  await run('prove', 'prove', '--yes');
  const ofWizard = await sandboxOfTest();
  await completeWizard(ofWizard, defaultAnswers(ofWizard));
  count('wizard', ofWizard.requests);
  return uses;
}

const code = (commands: Iterable<string>) => [...commands].map((each) => `\`${each}\``).join(', ');

/** Says when a resource is read, in the page's words. */
function whenRead({ read }: Use): string {
  if (read.has('minimal')) return 'every command';
  if (read.has('plan')) return 'if the settings or the wizard need it';
  return code(read);
}

/** Returns the correct rows `resource | read by | changed by` for one service. */
function rowsOf(uses: ReadonlyMap<string, Use>): string[] {
  return [...uses].map(([resource, use]) => {
    // The wizard applies as `apply` does.
    const changed = [...use.changed].filter((command) => command !== 'wizard');
    return `| \`${resource}\` | ${whenRead(use)} | ${code(changed)} |`.replaceAll('|  |', '| |');
  });
}

it('docs/credentials.md lists all that is read and written in either product, and no more', async () => {
  const page = readFileSync(join(packageRoot, 'docs', 'credentials.md'), 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| `/api/'))
    // A resource's name in the product is for people.
    .map((line) => line.replace(/` \([^)]*\)/, '`'));
  const { ilert, halo } = await requestsOfAllCommands();
  expect(rows.toSorted()).toEqual([...rowsOf(ilert), ...rowsOf(halo)].toSorted());
});
