import type { RawValue } from '../config/raw-value.ts';
import { requiredFor } from '../config/required-settings.ts';
import { type Resolved, resolveSettings } from '../config/resolve.ts';
import type { FieldKey } from '../config/settings.ts';
import { isPending } from '../engine/plan.ts';
import { inOneLine, interruptedError, usageError, usageErrors } from '../errors/cli-error.ts';
import type { IntegrationPlan } from '../providers/integration.ts';
import { isUsedElsewhere, sourceByNameAlone } from '../providers/source-by-name.ts';
import { renderPlan } from '../reporters/plan.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { exposedSecrets } from '../runtime/exposed-secrets.ts';
import { planWithConflicts } from '../runtime/plan-session.ts';
import { type Refresh, refreshBoth } from '../runtime/refresh.ts';
import { type Answer, BACK, type Choice, type Prompter } from '../ui/prompter.ts';
import { createStyle } from '../ui/style.ts';
import { type AdoptDecision, askAboutAmbiguities, askAboutAnother, askAboutUnmanaged, unmanaged } from './adopt.ts';
import { type Answers, answersThatCount, firstAnswers, withAnswers } from './answers.ts';
import type { WizardContext } from './context.ts';
import { editAnswer } from './edit-answer.ts';
import { productName } from './product.ts';
import { allQuestions, nameQuestions } from './questions/pages.ts';
import { renderReview, reviewSections } from './review-page.ts';
import { reviewedOf } from './reviewed.ts';
import { runQuestions } from './runner.ts';
import { questionsToSignIn } from './sign-in.ts';

/** All approved answers, with the state of both services that the plan is based on. */
export interface Approved {
  readonly answers: Answers;
  readonly resolved: Resolved;
  /** The answers and everything given, as settings. */
  readonly values: ReadonlyMap<FieldKey, RawValue>;
  /** Resources chosen among several with the same name, each as `resource:id`. */
  readonly adopt: readonly string[];
  readonly session: Refresh;
  readonly plan: IntegrationPlan;
}

type Candidate = Omit<Approved, 'plan'>;

type Decision =
  | AdoptDecision
  | { readonly kind: 'approve'; readonly plan: IntegrationPlan }
  | { readonly kind: 'edit'; readonly answers: Answers };

/** Setting up asks everything; changing begins with the review of what is known. */
export type Purpose = 'set-up' | 'change';

/** Settings that name something in one of the services, which may not exist. */
const REFERENCES: readonly FieldKey[] = [
  'alertSource.teams',
  'alertSource.escalationPolicy',
  'alertSource.policyResponders',
  'alertSource.supportHours',
  'alertSource.services',
  'alertSource.priorityFromHalo',
  'alertSource.severityFromHalo',
  'halo.onlyTicketType',
  'halo.onlyPriority',
  'halo.onlyTeam',
  'halo.notifyOnFailure',
];

/**
 * Asks all questions, then shows the review; repeats what the person goes back to until it is approved.
 *
 * @param purpose for a change, only what is unknown is asked before the review
 */
export async function askUntilApproved(context: Context, wizard: WizardContext, purpose: Purpose): Promise<Approved> {
  const questions = allQuestions(wizard);
  const start = firstAnswers(wizard.saved, wizard.wasWithoutHaloApi);
  const atFirst = () => wizard.prompter.info('This is the first question. Ctrl-C quits.');
  const toSignIn = purpose === 'change' ? await questionsToSignIn(wizard, start) : undefined;
  let answers = await runQuestions(
    questions.filter(({ id }) => toSignIn?.has(id) ?? true),
    start,
    { backFromFirst: atFirst },
  );
  let adopt: readonly string[] = [];
  /** What an earlier setup left, each as `resource:id`: asked once, even if the person goes back. */
  const adopted = new Set<string>();
  /** What the person has said is something else, each as `resource:id`. */
  let notOurs: readonly string[] = [];
  for (;;) {
    const only = answers.withoutHaloApi ? 'ilert' : undefined;
    const values = await settingsOf(wizard, answers);
    const resolved = resolveSettings(values, requiredFor(only), { allowedHosts: wizard.allowedHosts });
    const problems = [...exposedSecrets(context, values), ...resolved.problems];
    if (problems.length > 0) throw usageErrors(problems);
    const clients = connect(context, resolved, { only });
    const services = only ? 'ilert' : `ilert and ${productName(wizard, answers)}`;
    const session = await wizard.prompter.wait(`Reading ${services}…`, () =>
      refreshBoth(context, resolved, clients, { only, adopt, notOurs }),
    );
    const candidate = { answers, values, resolved, adopt, session };
    const decision = await review(context, wizard, candidate, adopted, purpose);
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
      case 'edit':
        answers = decision.answers;
        adopt = [];
        break;
      case 'back':
        answers = await runQuestions(questions, answers, { from: 'end', backFromFirst: atFirst });
        adopt = [];
    }
  }
}

/** Runs one review: what exists under our names, then every answer with what will be done. */
async function review(
  context: Context,
  wizard: WizardContext,
  candidate: Candidate,
  adopted: Set<string>,
  purpose: Purpose,
): Promise<Decision> {
  const { resolved, session, adopt } = candidate;
  const { settings } = resolved;
  const { prompter } = wizard;
  const { state, ambiguities } = session.refreshed;
  if (ambiguities.length > 0) return askAboutAmbiguities(prompter, settings, ambiguities);
  if (session.profileMatch.kind === 'another') return askAboutAnother(prompter, session.profileMatch);
  const keys = unmanaged(settings, state, session.remembered, new Set([...adopt, ...adopted]));
  if (keys.length > 0) {
    const { accounts, desired } = session;
    const source = sourceByNameAlone({ ...accounts, state, only: desired.only });
    const isUsed = async () => source !== undefined && (await isUsedElsewhere(source, state, accounts.ilert, false));
    const isInUse = await prompter.wait('Reading alerts…', isUsed);
    const decision = await askAboutUnmanaged(prompter, settings, state, { keys, isInUse });
    if (decision.kind !== 'adopt') return decision;
    for (const id of decision.ids) adopted.add(id);
  }
  const { plan, conflicts } = planWithConflicts(session);
  const sections = reviewSections(await reviewedOf(wizard, candidate, plan));
  const edited = async (): Promise<Decision> => ({
    kind: 'edit',
    answers: await editAnswer(wizard, sections, candidate.answers),
  });
  if (session.problems.length > 0) {
    // Something that a flag, a variable or the file names has to be changed there.
    if (REFERENCES.some((key) => wizard.provided.has(key))) throw usageErrors(session.problems);
    prompter.info(session.problems.map(inOneLine).join('\n'));
    return edited();
  }
  if (conflicts.length > 0) {
    prompter.info(conflicts.map(({ message }) => `${message} Choose another name.`).join('\n'));
    return { kind: 'rename' };
  }
  const { streams } = context;
  const style = createStyle(streams.noteColor);
  const isAllNew = plan.changes.every(({ action }) => action === 'create');
  prompter.info(renderReview(sections, style, streams.columns));
  if (!isAllNew) prompter.info(`\n${renderPlan(plan, style, context.options)}`);
  const task = taskOf(candidate.answers, plan);
  if (!task && purpose === 'set-up') return { kind: 'approve', plan };
  const fullPlan = isAllNew ? renderPlan(plan, style, context.options) : undefined;
  const step = await askForNextStep(prompter, task, { payload: settings['halo.payload'].text, fullPlan });
  switch (step) {
    case BACK:
      return { kind: 'back' };
    case 'apply':
      return { kind: 'approve', plan };
    case 'edit':
      return edited();
    case 'cancel':
      return { kind: 'stop' };
  }
}

/** What the review can show on request. */
interface Details {
  readonly payload: string;
  /** Undefined if the review has shown it. */
  readonly fullPlan: string | undefined;
}

/** Returns what to do once it is confirmed; undefined if nothing is left to do. */
function taskOf({ withoutHaloApi }: Answers, plan: IntegrationPlan): Choice<'apply'> | undefined {
  if (withoutHaloApi) return { value: 'apply', name: 'Set up ilert and write the files' };
  return isPending(plan) ? { value: 'apply', name: 'Apply these changes' } : undefined;
}

/** Asks what to do with the reviewed answers, again after each detail that is shown first. */
async function askForNextStep(
  prompter: Prompter,
  task: Choice<'apply'> | undefined,
  { payload, fullPlan }: Details,
): Promise<Answer<'apply' | 'edit' | 'cancel'>> {
  const choices: Choice<'apply' | 'edit' | 'payload' | 'plan' | 'cancel'>[] = [
    ...(task ? [task] : []),
    { value: 'edit', name: 'Edit an answer…' },
    { value: 'payload', name: 'Show the payload' },
    ...(fullPlan === undefined ? [] : [{ value: 'plan', name: 'Show the full plan' } as const]),
    { value: 'cancel', name: task ? 'Cancel' : 'Quit', description: 'Nothing is changed.' },
  ];
  const message = task ? `${task.name}?` : 'What do you want to change?';
  for (;;) {
    const answer = await prompter.choose({ id: 'confirm', message, choices });
    if (answer === 'payload') prompter.info(payload);
    else if (answer === 'plan') prompter.info(fullPlan ?? '');
    else return answer;
  }
}

async function settingsOf(wizard: WizardContext, answers: Answers): Promise<ReadonlyMap<FieldKey, RawValue>> {
  const all = withAnswers(wizard.provided, answersThatCount(answers));
  const payload = all.get('halo.payload')?.value;
  if (typeof payload === 'string') {
    const read = await wizard.readPayload(payload);
    if ('message' in read) throw usageErrors([read]);
    all.set('halo.payload', read);
  }
  return all;
}

/** Returns what was found, each as `resource:id`. */
function idsIn({ refreshed: { state, ambiguities } }: Refresh): string[] {
  const found = Object.entries(state).flatMap(([resource, row]) => (row ? [`${resource}:${row.id}`] : []));
  const several = ambiguities.flatMap(({ resource, rows }) => rows.map(({ id }) => `${resource}:${id}`));
  return [...found, ...several];
}

/** Asks for names other than those that already exist. */
async function renamed(wizard: WizardContext, answers: Answers): Promise<Answers> {
  const questions = nameQuestions(wizard).filter(({ when }) => when?.(answers) ?? true);
  if (questions.length === 0)
    throw usageError('All names come from flags, environment variables or the settings file.', 'Change them there.');
  return runQuestions(questions, answers);
}
