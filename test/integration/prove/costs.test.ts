import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { RUN_REQUESTS } from '../../../src/prove/announcement.ts';
import { experiments } from '../../../src/prove/experiments/experiments.ts';
import { KINDS, type KindName, REMOVAL_ORDER } from '../../../src/prove/lab/kinds.ts';
import { leftByProve, proved } from '../../support/prove.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

describe('what is announced before anything is created', () => {
  it.each(experiments.map(({ id, cost }) => [id, cost] as const))(
    'is what the experiment %s takes at most',
    async (id, cost) => {
      const { creates = [], tickets = 0, alerts = 0, highAlerts = 0, requests } = cost;
      const sandbox = await sandboxOfTest();
      const { stdout } = await proved(sandbox, [id]);

      const removed = removedFrom(sandbox);
      const kinds = new Set(removed.filter((kind) => kind !== 'ticket'));
      expect([...kinds].sort()).toEqual([...creates].sort());
      expect(leftByProve(sandbox)).toEqual([]);
      expect(removed.filter((kind) => kind === 'ticket').length).toBeLessThanOrEqual(tickets);
      const created = sandbox.ilert.state.alerts;
      expect(created.length).toBeLessThanOrEqual(alerts);
      expect(created.filter(({ priority }) => priority === 'HIGH').length).toBeLessThanOrEqual(highAlerts);
      const sent = (JSON.parse(stdout) as { requests: number }).requests;
      expect(sent).toBeLessThanOrEqual(requests + RUN_REQUESTS);
    },
  );
});

/** The kind of each row that was removed: with nothing left, of all that was created. */
function removedFrom({ requests }: Sandbox): KindName[] {
  return requests
    .filter(({ method }) => method === 'DELETE')
    .flatMap(({ path }) => REMOVAL_ORDER.filter((kind) => path.startsWith(`/api${KINDS[kind].path}/`)));
}
