import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/engine/events.ts';
import { planApply, planDestroy } from '../../../src/providers/plan.ts';
import { createProgress, eventInWords } from '../../../src/reporters/progress.ts';
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
    [event('done', remove), `Removed runbook "ilert runbook" (id ${remove?.id})`],
    [event('failed', update), 'Failed: runbook "ilert runbook"'],
    [event('lost', create), 'No clear answer for runbook "ilert runbook": looking whether it is there'],
    [event('checking', undefined), 'Reading everything back'],
    [event('done', undefined), undefined],
  ])('%o', (told, words) => {
    expect(eventInWords(told)).toBe(words);
  });

  it('without a terminal, one line for each completed change', async () => {
    let printed = '';
    const progress = await createProgress(
      createStreams({
        stdout: { write: () => undefined },
        stderr: { write: (text) => (printed += text) },
        env: {},
        redactor: createRedactor(),
        options: { quiet: false, verbose: false, color: true },
      }),
    );
    for (const type of ['start', 'done'] as const) progress.listen(event(type, create));
    progress.end();
    expect(printed).toBe('Created runbook "ilert runbook"\n');
  });
});
