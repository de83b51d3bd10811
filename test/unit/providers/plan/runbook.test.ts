import { describe, expect, it, test } from 'vitest';
import { isPending } from '../../../../src/engine/plan.ts';
import type { Fields } from '../../../../src/engine/values.ts';
import type { IntegrationState as Live } from '../../../../src/providers/integration.ts';
import { planApply } from '../../../../src/providers/plan.ts';
import { fc } from '../../../support/property.ts';
import { applied, changeOf, desiredOf, drifted, elementOf, IDS, pendingIn } from './tenants-in-memory.ts';

type Step = Fields & { readonly step_id: number; readonly name: string; readonly actions: readonly Fields[] };

const desired = desiredOf();
const made = applied(desired);

const stepsOf = (live: Live) => live.runbook?.steps as unknown as readonly Step[];
const withSteps = (steps: readonly Fields[], live: Live = made) => drifted(live, 'runbook', { steps });

/** Returns the steps, with one of them changed. */
function changed(name: string, fields: Fields, steps = stepsOf(made)): Step[] {
  return steps.map((step) => (step.name === name ? ({ ...step, ...fields } as Step) : step));
}

/** Returns the steps, with one branch of the sending step changed. */
function branchChanged(seq: number, fields: Fields | undefined, steps = stepsOf(made)): Step[] {
  const [send] = steps;
  const actions = (send?.actions ?? []).flatMap((edge) =>
    edge.seq === seq ? (fields ? [{ ...edge, ...fields }] : []) : [edge],
  );
  return changed('Send webhook', { actions }, steps);
}

/** Follows Halo's engine: returns the end that each kind of answer leads to, or what stops it. */
function outcomes(live: Live, from = stepsOf(live).find(({ isstart }) => isstart === true)) {
  const end = (result: number) => {
    const ways = (from?.actions ?? []).filter(({ approval_result }) => approval_result === result);
    if (ways.length !== 1) return `${ways.length} branches`;
    const target = stepsOf(live).find(({ step_id }) => step_id === ways[0]?.end_step);
    if (target?.steptype !== 3) return 'no end';
    if ([0, undefined, null].includes(target.auto_action as number)) return 'success';
    return target.auto_action === 2 ? 'retried' : 'failed for good';
  };
  return { method: from?.auto_action === 6 ? from.auto_action_type : undefined, good: end(1), bad: end(0) };
}

const WORKS = { method: IDS.method, good: 'success', bad: 'retried' };

test('the runbook that is made works', () => {
  expect(outcomes(made)).toEqual(WORKS);
});

describe('a runbook that was broken by hand is one update, after which it works', () => {
  it.each<[string, readonly Fields[]]>([
    ['both branches for a good answer, as a save in the editor makes them', branchChanged(2, { approval_result: 1 })],
    ['both branches for a bad answer', branchChanged(1, { approval_result: 0 })],
    ['both branches to the good end', branchChanged(2, { end_step: 2 })],
    ['both branches to the bad end', branchChanged(1, { end_step: 3 })],
    ['the two ends swapped', branchChanged(1, { end_step: 3 }, branchChanged(2, { end_step: 2 }))],
    ['no branch for a good answer', branchChanged(1, undefined)],
    ['no branch for a bad answer', branchChanged(2, undefined)],
    ['no branch at all', branchChanged(1, undefined, branchChanged(2, undefined))],
    ['a branch that leads nowhere', branchChanged(1, { end_step: 99 })],
    ['a branch of another kind', branchChanged(2, { action_type: 1 })],
    ['another method called', changed('Send webhook', { auto_action_type: 99 })],
    ['another action', changed('Send webhook', { auto_action: 5 })],
    ['another type of step', changed('Send webhook', { steptype: 1 })],
    ['no start', changed('Send webhook', { isstart: false })],
    ['an end that is none', changed('Success', { isend: false, steptype: 2 })],
    ['a failed end that says success', changed('Error', { auto_action: 0 })],
    ['a failed end that Halo does not retry', changed('Error', { auto_action: 1 })],
    ['a failed end with a result that is not known', changed('Error', { auto_action: 3 })],
    ['a good end that says failed', changed('Success', { auto_action: 1 })],
    ['no good end', stepsOf(made).filter(({ name }) => name !== 'Success')],
    ['no bad end', stepsOf(made).filter(({ name }) => name !== 'Error')],
    ['no ends', stepsOf(made).filter(({ name }) => name === 'Send webhook')],
    ['no sending step', stepsOf(made).filter(({ name }) => name !== 'Send webhook')],
    ['no steps', []],
  ])('%s', (_, steps) => {
    const broken = withSteps(steps);
    expect(Object.keys(pendingIn(desired, broken))).toEqual(['runbook']);
    const change = changeOf(desired, broken, 'runbook');
    expect(Object.keys(elementOf(change)).sort()).toEqual(['id', 'steps']);
    const fixed = applied(desired, broken);
    expect(outcomes(fixed)).toEqual(WORKS);
    expect(isPending(planApply(desired, fixed))).toBe(false);
  });
});

describe("what is the admin's own stays", () => {
  it.each<[string, readonly Fields[]]>([
    ['a step by another name', changed('Send webhook', { name: 'Tell ilert' })],
    ['ends by other names', changed('Error', { name: 'Fehler' }, changed('Success', { name: 'Gut' }))],
    ["a label of the admin's own in the flow chart", changed('Send webhook', { message: 'Tell on-call' })],
    ['a good end without a result', changed('Success', { auto_action: null })],
    ['names of edges', branchChanged(1, { action_name: 'Successful Response' })],
    ['colours and places in the flow chart', changed('Success', { colour: '#fff', x: 12 })],
    [
      'a step that nothing leads to',
      [...stepsOf(made), { step_id: 9, name: 'Later', steptype: 2, auto_action: 5, actions: [] }],
    ],
    [
      'a further branch',
      changed('Send webhook', {
        actions: [...(stepsOf(made)[0]?.actions ?? []), { id: 9, seq: 3, approval_result: 2 }],
      }),
    ],
  ])('%s', (_, steps) => {
    expect(pendingIn(desired, withSteps(steps))).toEqual({});
  });

  it('and so do the numbers that Halo gave to steps and edges', () => {
    const number = (id: unknown) => 40 + Number(id);
    const steps = stepsOf(made).map((step) => ({
      ...step,
      id: number(step.step_id) + 100,
      step_id: number(step.step_id),
      actions: step.actions.map((edge) => ({
        ...edge,
        id: number(edge.seq) + 200,
        start_step: number(edge.start_step),
        end_step: number(edge.end_step),
      })),
    }));
    expect(pendingIn(desired, withSteps(steps))).toEqual({});
    const broken = withSteps(steps.filter(({ name }) => name !== 'Error'));
    const fixed = applied(desired, broken);
    expect(outcomes(fixed)).toEqual(WORKS);
    expect(
      stepsOf(fixed)
        .slice(0, 2)
        .map(({ id, step_id }) => [id, step_id]),
    ).toEqual([
      [141, 41],
      [142, 42],
    ]);
  });

  const check: Step = {
    step_id: 9,
    name: 'Only urgent ones',
    isstart: true,
    steptype: 1,
    auto_action: 0,
    actions: [{ seq: 1, start_step: 9, end_step: 1, approval_result: 1, action_type: 17 }],
  };
  const behind = [check, ...changed('Send webhook', { isstart: false })];

  it('a step before ours', () => {
    expect(pendingIn(desired, withSteps(behind))).toEqual({});
  });

  it('a step before ours, which bears another name by now', () => {
    expect(pendingIn(desired, withSteps(changed('Send webhook', { name: 'Tell ilert' }, behind)))).toEqual({});
  });

  it('a step before ours, while ours is fixed', () => {
    const broken = withSteps([
      check,
      ...branchChanged(2, { approval_result: 1 }, changed('Send webhook', { isstart: false })),
    ]);
    const fixed = applied(desired, broken);
    expect(stepsOf(fixed)[0]).toEqual(check);
    expect(outcomes(fixed, stepsOf(fixed)[1])).toEqual(WORKS);
    expect(stepsOf(fixed).filter(({ isstart }) => isstart === true)).toEqual([check]);
  });

  it('a step before ours, while the method that ours called is made again', () => {
    const { method: _, ...rest } = withSteps(changed('Send webhook', { auto_action_type: 20 }, behind));
    const fixed = applied(desired, rest);
    expect(stepsOf(fixed)[0]).toEqual(check);
    expect(outcomes(fixed, stepsOf(fixed)[1])).toEqual(WORKS);
  });
});

describe('what the plan says of a runbook names step and branch', () => {
  it.each<[string, readonly Fields[], string[]]>([
    ['an edge', branchChanged(2, { approval_result: 1 }), ['step "Send webhook" branch 2 approval_result']],
    ['a missing edge', branchChanged(2, undefined), ['step "Send webhook" branch 2']],
    ['a step', changed('Send webhook', { auto_action_type: 99 }), ['step "Send webhook" auto_action_type']],
    ['a renamed step', changed('Error', { name: 'Fehler', auto_action: 0 }), ['step "Fehler" auto_action']],
  ])('%s', (_, steps, fields) => {
    expect(pendingIn(desired, withSteps(steps))).toEqual({ runbook: fields });
  });
});

describe('the send step is labelled in the flow chart with integration and method', () => {
  const labelOf = (live: Live) => stepsOf(live)[0]?.message;

  it('when it is made', () => {
    expect(labelOf(made)).toBe('ilert integration: send ticket to ilert');
  });

  it.each([undefined, null, '', '  '])('again where the label is blank: %j', (message) => {
    const blank = withSteps(changed('Send webhook', { message }));
    expect(pendingIn(desired, blank)).toEqual({ runbook: ['step "Send webhook" message'] });
    expect(labelOf(applied(desired, blank))).toBe('ilert integration: send ticket to ilert');
  });

  it.each([
    [{ 'halo.integrationName': 'ilert' }, 'ilert: send ticket to ilert'],
    [{ 'halo.methodName': 'send' }, 'ilert integration: send'],
    [{ 'halo.integrationName': 'ilert', 'halo.methodName': 'send' }, 'ilert: send'],
  ])('by the new names, after a rename: %j', (names, label) => {
    const renamed = desiredOf(names);
    expect(labelOf(applied(renamed, made))).toBe(label);
    expect(labelOf(applied(renamed, withSteps(changed('Send webhook', { message: 'Tell on-call' }))))).toBe(
      'Tell on-call',
    );
  });
});

test('a runbook that Halo has disabled is enabled again, and nothing else is written', () => {
  const disabled = drifted(made, 'runbook', { disabled: true });
  expect(pendingIn(desired, disabled)).toEqual({ runbook: ['disabled'] });
  expect(elementOf(changeOf(desired, disabled, 'runbook'))).toEqual({ id: IDS.runbook, disabled: false });
  expect(pendingIn(desired, applied(desired, disabled))).toEqual({});
});

const breaks: readonly ((steps: readonly Step[]) => readonly Step[])[] = [
  (steps) => branchChanged(2, { approval_result: 1 }, steps),
  (steps) => branchChanged(1, { approval_result: 0 }, steps),
  (steps) => branchChanged(2, { end_step: 2 }, steps),
  (steps) => branchChanged(1, { end_step: 3 }, steps),
  (steps) => branchChanged(1, undefined, steps),
  (steps) => branchChanged(2, undefined, steps),
  (steps) => changed('Send webhook', { auto_action_type: 99 }, steps),
  (steps) => changed('Send webhook', { auto_action: 5, steptype: 1 }, steps),
  (steps) => changed('Send webhook', { isstart: false }, steps),
  (steps) => changed('Success', { auto_action: 1 }, steps),
  (steps) => changed('Error', { auto_action: 0, isend: false }, steps),
  (steps) => changed('Error', { auto_action: 1 }, steps),
  (steps) => changed('Send webhook', { message: '' }, steps),
  (steps) => steps.filter(({ name }) => name !== 'Success'),
  (steps) => steps.filter(({ name }) => name !== 'Error'),
  (steps) => steps.filter(({ name }) => name !== 'Send webhook'),
  (steps) => [...steps].reverse(),
];

test('however many of these come together, it works after one update, and then there is nothing to do', () => {
  const foreign: Step = { step_id: 9, name: 'Later', steptype: 2, auto_action: 5, actions: [] };
  fc.assert(
    fc.property(fc.shuffledSubarray([...breaks]), (subset) => {
      const broken = withSteps(
        subset.reduce((steps, spoil) => spoil(steps), [...stepsOf(made), foreign] as readonly Step[]),
      );
      const fixed = applied(desired, broken);
      expect(outcomes(fixed)).toEqual(WORKS);
      expect(isPending(planApply(desired, fixed))).toBe(false);
      expect(stepsOf(fixed).filter(({ step_id }) => step_id === 9)).toEqual([foreign]);
      const ids = stepsOf(fixed).map(({ step_id }) => step_id);
      expect(new Set(ids).size).toBe(ids.length);
    }),
    { numRuns: 500 },
  );
});
