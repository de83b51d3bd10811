import { expect, it } from 'vitest';
import { expectRecovery, momentsOf, startStory, stories, withEach } from './killed-anywhere.ts';

it.each(stories)(
  '%s that is killed at any request is finished by apply and undone by destroy',
  async (_, story) => {
    const moments = await momentsOf(story);
    expect(moments.length).toBeGreaterThan(15);
    await withEach(moments, 3, async ({ nth, moment }) => {
      const stopping = await startStory(story, {
        nth,
        moment,
        async act({ process, ended }) {
          process.kill('SIGKILL');
          await ended;
          return { kind: 'reset' };
        },
      });
      expect(await stopping.running.ended).toMatchObject({ signal: 'SIGKILL', stdout: '' });
      await expectRecovery(stopping, story);
      await stopping.sandbox.close();
    });
  },
  180_000,
);
