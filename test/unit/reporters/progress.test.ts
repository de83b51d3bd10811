import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/engine/events.ts';
import { planApply, planDestroy } from '../../../src/providers/plan.ts';
import { eventInWords, withProgress } from '../../../src/reporters/progress.ts';
import { createRedactor } from '../../../src/secret/redactor.ts';
import { createStreams } from '../../../src/ui/streams.ts';
import { applied, desiredOf, drifted } from '../providers/plan/tenants-in-memory.ts';

const desired = desiredOf();
const made = applied(desired);
const changeIn = (plan: ReturnType<typeof planApply>, key: string) =>
  plan.changes.find(({ resource }) => resource === key);
const create = changeIn(planApply(desired, {}), 'runbook');
const update = changeIn(planApply(desired, drifted(made, 'runbook', { active: false })), 'runbook');
const remove = changeIn(planDestroy(desired.settings, made), 'runbook');

const event = (type: RunEvent['type'], change: typeof create): RunEvent => ({ type, ...(change && { change }) });

describe('progress describes what a run does', () => {
  it.each([
    [event('start', create), 'Creating runbook "ilert runbook"'],
    [event('done', create), 'Created runbook "ilert runbook"'],
    [event('done', update), 'Updated runbook "ilert runbook"'],
    [event('done', remove), `Removed runbook "ilert runbook" (ID ${remove?.id})`],
    [event('failed', update), 'Failed: runbook "ilert runbook"'],
    [event('lost', create), 'No definite response for runbook "ilert runbook": checking whether it was created'],
    [event('checking', undefined), 'Verifying what was written'],
    [event('done', undefined), undefined],
  ])('%o', (told, words) => {
    expect(eventInWords(told)).toBe(words);
  });

  it('without a terminal, one line for each completed change', async () => {
    let printed = '';
    const streams = createStreams({
      stdout: { write: () => undefined },
      stderr: { write: (text) => (printed += text) },
      env: {},
      redactor: createRedactor(),
      options: { quiet: false, verbose: false, color: true },
    });
    await withProgress(streams, async ({ listen }) => {
      for (const type of ['start', 'done'] as const) listen(event(type, create));
    });
    expect(printed).toBe('Created runbook "ilert runbook"\n');
  });
});
