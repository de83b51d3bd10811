import { expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { expectReportedResourcesExist } from '../support/tenants.ts';
import type { Ended } from './built-command.ts';
import { expectRecovery, momentsOf, requestsOf, type Story, startStory, stories, withEach } from './killed-anywhere.ts';

const SHORT_MS = 5_000;

/** Resolves only when all pending requests have reached the services, which accept connections in order. */
async function allArrived({ ilert, halo }: Sandbox): Promise<void> {
  const knock = (url: string) => fetch(url, { headers: { 'sent-by-the-test': 'yes' } });
  await Promise.all([knock(`${ilert.url}/api/users/current`), knock(`${halo.url}/api/AuthInfo`)]);
}

function expectTrueWords(
  sandbox: Sandbox,
  isDestroy: boolean,
  { stdout, stderr }: Ended,
  writes: number | undefined,
): void {
  expect(stderr).not.toMatch(/^\s+at /m);
  const document = JSON.parse(stdout);
  if (document.resources) expectReportedResourcesExist(sandbox, { exitCode: 130, stdout, stderr });
  else if (document.left) {
    const told = (document.left as { id: unknown }[]).map(({ id }) => String(id));
    expect(told.toSorted()).toEqual([...oursIn(sandbox).values()].toSorted());
  } else expect(writes).toBe(0);
  expect(isDestroy).toBe(document.command === 'destroy');
}

it.each(stories)(
  'Ctrl-C at any request of %s stops it with a true account, and a re-run goes on',
  async (name, story) => {
    const moments = await momentsOf(story);
    await withEach(moments, 3, async ({ nth, moment }) => {
      let stoppedAt = 0;
      let writes: Promise<number> | undefined;
      const stopping = await startStory(story, {
        nth,
        moment,
        async act({ process, printed }) {
          stoppedAt = performance.now();
          process.kill('SIGINT');
          writes = printed('Stopping after the current request')
            .then(() => allArrived(stopping.sandbox))
            .then(() => stopping.sandbox.writes());
          await writes;
          return undefined;
        },
      });
      const ended = await stopping.running.ended;
      expect(performance.now() - stoppedAt).toBeLessThan(SHORT_MS);
      const underWay = await writes;
      expect(stopping.sandbox.writes()).toBe(underWay);
      const isDestroy = name === 'a destroy';
      expectTrueWords(stopping.sandbox, isDestroy, ended, underWay);
      // The last row was already being removed, so there was nothing to stop.
      const isOver = isDestroy && JSON.parse(ended.stdout).left?.length === 0;
      expect(ended.exitCode).toBe(isOver ? 0 : 130);
      await expectRecovery(stopping, story);
      await stopping.sandbox.close();
    });
  },
  180_000,
);

/** Returns the ids of our existing rows, by kind. */
function oursIn({ ilert, halo }: Sandbox): Map<string, string> {
  const { integrations, methods, webhooks, bindings } = halo.state;
  const runbook = webhooks.find(({ name }) => name === 'ilert runbook');
  const event = (number: number) =>
    bindings.find(({ webhook_id, eventno }) => webhook_id === runbook?.id && eventno === number);
  const rows = {
    'alert-source': ilert.state.alertSources.find(({ name }) => name === 'HaloITSM'),
    'custom-integration': integrations.find(({ name }) => name === 'ilert integration'),
    method: methods.find(({ name }) => name === 'send ticket to ilert'),
    runbook,
    'new-ticket-event': event(3),
    'status-changed-event': event(76),
  };
  return new Map(Object.entries(rows).flatMap(([key, row]) => (row ? [[key, String(row.id)]] : [])));
}

it.each(stories)(
  'Ctrl-C in %s at a change whose answer never comes tells what can not be known',
  async (_, story) => {
    const moments = await momentsOf(story);
    const changing = moments.filter(({ moment }) => moment === 'after').map(({ nth }) => nth);
    const changes = moments.filter(({ nth }) => changing.includes(nth));
    await withEach(changes, 3, async ({ nth, moment }) => {
      const stopping = await startStory(story, {
        nth,
        moment,
        async act({ process, printed }) {
          process.kill('SIGINT');
          await printed('Stopping after the current request');
          return { kind: 'reset' };
        },
      });
      const { exitCode, stdout } = await stopping.running.ended;
      expect(exitCode).toBe(130);
      type Told = { resource: string; id: unknown }[];
      const { resources = [], left = [], unknown = [] } = JSON.parse(stdout) as Record<string, Told | undefined>;
      const told = new Map([...resources, ...left].map(({ resource, id }) => [resource, String(id)]));
      const open = unknown.map(({ resource }) => resource);
      expect(open).toHaveLength(1);
      const there = oursIn(stopping.sandbox);
      for (const [key, id] of told) if (!open.includes(key)) expect([key, there.get(key)]).toEqual([key, id]);
      for (const key of there.keys()) expect([...told.keys(), ...open]).toContain(key);
      await expectRecovery(stopping, story);
      await stopping.sandbox.close();
    });
  },
  180_000,
);

/** Presses Ctrl-C while a service never answers one of these requests of an update. */
async function hangAt(isIt: (path: string, method: string) => boolean): Promise<void> {
  const story = stories[1]?.[1] as Story;
  const requests = await requestsOf(story);
  const all = requests.flatMap(({ path, method }, index) => (isIt(path, method) ? [index + 1] : []));
  expect(all).not.toEqual([]);
  await withEach(all, 3, async (nth) => {
    let stoppedAt = 0;
    const stopping = await startStory(
      { ...story, argv: [...story.argv, '--timeout', '6'] },
      {
        nth,
        moment: 'before',
        async act({ process }) {
          stoppedAt = performance.now();
          process.kill('SIGINT');
          return { kind: 'hang' };
        },
      },
    );
    expect((await stopping.running.ended).exitCode).toBe(130);
    expect(performance.now() - stoppedAt).toBeLessThan(SHORT_MS);
    await stopping.sandbox.close();
  });
}

it(
  'Ctrl-C while any question of an apply is never answered ends it in short time',
  () => hangAt((_, method) => method === 'GET'),
  180_000,
);

it(
  'Ctrl-C while the sign-in is never answered ends it in short time',
  () => hangAt((path) => path === '/auth/token'),
  180_000,
);
