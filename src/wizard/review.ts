import { type Resolved, resolveSettings } from '../config/resolve.ts';
import { conflictsIn, isPending } from '../engine/plan.ts';
import { interruptedError, usageError, usageErrors } from '../errors/cli-error.ts';
import type { IntegrationPlan } from '../providers/integration.ts';
import { planApply } from '../providers/plan.ts';
import { renderPlan } from '../reporters/plan.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { TO_APPLY } from '../runtime/load-settings.ts';
import { type Refresh, refreshBoth } from '../runtime/refresh.ts';
import { BACK } from '../ui/prompter.ts';
import { plainName } from '../ui/sanitize.ts';
import { createStyle } from '../ui/style.ts';
import { type AdoptDecision, askAboutAmbiguities, askAboutAnother, askAboutUnmanaged, unmanaged } from './adopt.ts';
import { type Answers, withAnswers } from './answers.ts';
import type { WizardContext } from './context.ts';
import { keptFilter } from './kept-filter.ts';
import { allQuestions, nameQuestions } from './questions/pages.ts';
import { runQuestions } from './runner.ts';

/** Everything that was answered and approved, with the state of both services that the plan is made for. */
export interface Approved {
  readonly answers: Answers;
  readonly resolved: Resolved;
  /** Resources chosen among several with the same name, each as `resource:id`. */
  readonly adopt: readonly string[];
  readonly session: Refresh;
  readonly plan: IntegrationPlan;
}

type Decision = AdoptDecision | { readonly kind: 'approve'; readonly plan: IntegrationPlan };

/** Asks all questions, then shows the plan; repeats what the person goes back to until the plan is approved. */
export async function askUntilApproved(context: Context, wizard: WizardContext): Promise<Approved> {
  const questions = allQuestions(wizard);
  const createsPolicy = wizard.saved['alertSource.policyResponders'] !== undefined;
  let answers = await runQuestions<Answers>(questions, { values: wizard.saved, createsPolicy, customizes: 'nothing' });
  let adopt: readonly string[] = [];
  /** What an earlier setup left, each as `resource:id`: asked once, even if the person goes back. */
  const adopted = new Set<string>();
  /** What the person has said to be something else, each as `resource:id`. */
  let notOurs: readonly string[] = [];
  for (;;) {
    const resolved = await resolveAnswers(wizard, answers);
    const clients = connect(context, resolved);
    const session = await refreshBoth(context, resolved, clients, { adopt, notOurs });
    const candidate = { answers, resolved, adopt, session };
    const decision = await review(context, wizard, candidate, adopted);
    switch (decision.kind) {
      case 'approve':
        return { ...candidate, plan: decision.plan };
      case 'stop':
        throw interruptedError();
      case 'adopt':
        adopt = [...adopt, ...decision.ids];
        break;
      case 'rename':
        answers = await renamed(wizard, answers);
        adopt = [];
        notOurs = [...notOurs, ...idsIn(session)];
        break;
      case 'back':
        answers = await runQuestions(questions, answers, 'end');
        adopt = [];
    }
  }
}

/** One review: what exists under our names, then the plan. */
async function review(
  { streams }: Context,
  { prompter }: WizardContext,
  { resolved: { settings }, session, adopt }: Omit<Approved, 'plan'>,
  adopted: Set<string>,
): Promise<Decision> {
  const { state, ambiguities } = session.refreshed;
  if (session.problems.length > 0) throw usageErrors(session.problems);
  if (ambiguities.length > 0) return askAboutAmbiguities(prompter, settings, ambiguities);
  if (session.profileMatch.kind === 'another') return askAboutAnother(prompter, session.profileMatch);
  const keys = unmanaged(settings, state, session.remembered, new Set([...adopt, ...adopted]));
  if (keys.length > 0) {
    const decision = await askAboutUnmanaged(prompter, settings, state, keys);
    if (decision.kind !== 'adopt') return decision;
    for (const id of decision.ids) adopted.add(id);
  }
  const plan = planApply(session.desired, state, session.refreshed.duplicates);
  const conflicts = conflictsIn(plan, session.resources, session.desired, session.refreshed);
  if (conflicts.length > 0) {
    prompter.info(conflicts.map(({ message }) => `${message} Give ours another name.`).join('\n'));
    return { kind: 'rename' };
  }
  const kept = keptFilter(session);
  if (kept !== undefined)
    prompter.info(
      `The existing filter is kept: ${plainName(kept)}. To change it, choose "Only some …"; "All" there removes it.`,
    );
  if (!isPending(plan)) return { kind: 'approve', plan };
  prompter.info(renderPlan(plan, createStyle(streams.noteColor)));
  const answer = await prompter.confirm({ id: 'confirm', message: 'Review: carry this out?', initial: true });
  if (answer === BACK) return { kind: 'back' };
  return answer ? { kind: 'approve', plan } : { kind: 'stop' };
}

async function resolveAnswers(wizard: WizardContext, answers: Answers): Promise<Resolved> {
  const all = withAnswers(wizard.provided, answers);
  const payload = all.get('halo.payload')?.value;
  if (typeof payload === 'string') {
    const read = await wizard.readPayload(payload);
    if ('message' in read) throw usageErrors([read]);
    all.set('halo.payload', read);
  }
  const resolved = resolveSettings(all, TO_APPLY);
  if (resolved.problems.length > 0) throw usageErrors(resolved.problems);
  return resolved;
}

/** What was found, each as `resource:id`. */
function idsIn({ refreshed: { state, ambiguities } }: Refresh): string[] {
  const found = Object.entries(state).flatMap(([resource, row]) => (row ? [`${resource}:${row.id}`] : []));
  const several = ambiguities.flatMap(({ resource, rows }) => rows.map(({ id }) => `${resource}:${id}`));
  return [...found, ...several];
}

/** Asks for other names than those that exist already. */
async function renamed(wizard: WizardContext, answers: Answers): Promise<Answers> {
  const start: Answers = { ...answers, customizes: answers.customizes === 'filter' ? 'both' : 'names' };
  const questions = nameQuestions(wizard).filter(({ when }) => when?.(start) ?? true);
  if (questions.length === 0)
    throw usageError('All names were given as flags, variables or in the file.', 'Change them there.');
  return runQuestions(questions, start);
}
