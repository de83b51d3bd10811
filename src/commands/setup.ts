import { readPayload } from '../config/payload-file.ts';
import { productOf } from '../config/product.ts';
import type { RawValue } from '../config/raw-value.ts';
import { type Resolved, resolveSettings } from '../config/resolve.ts';
import { type FieldKey, fieldOf } from '../config/settings.ts';
import { isPending, type Plan, planApply } from '../engine/plan.ts';
import { CliError, ExitCode, interruptedError, usageError, usageErrors } from '../errors/cli-error.ts';
import { conflictsIn } from '../providers/conflicts.ts';
import { renderPlan } from '../reporters/plan.ts';
import { withProgress } from '../reporters/progress.ts';
import type { ApplyResult, SetupResult } from '../reporters/result.ts';
import { type CommandInput, defineCommand } from '../runtime/command.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { gatherRunSettings, TO_APPLY, templatesFolder } from '../runtime/load-settings.ts';
import { provision } from '../runtime/provision.ts';
import { type Look, lookAt } from '../runtime/refresh.ts';
import { BACK } from '../ui/prompter.ts';
import { createStyle } from '../ui/style.ts';
import { type Decision, decideOnSeveral, decideOnStrangers, strangers } from '../wizard/adopt.ts';
import { type Answers, asGiven, fromSaved, savedForm } from '../wizard/answers.ts';
import { createConnectionChecks } from '../wizard/connection-checks.ts';
import type { WizardContext } from '../wizard/context.ts';
import { offerKeychain } from '../wizard/offer-keychain.ts';
import { closingOf } from '../wizard/outro-of-run.ts';
import { allStops, nameStops } from '../wizard/questions/all.ts';
import { walk } from '../wizard/runner.ts';
import { apply, applyResult } from './apply.ts';

/** `setup`: the wizard on a terminal; elsewhere, or with --yes, the same as `apply`. */
export const setup = defineCommand({
  name: 'setup',
  about: 'the wizard (also without a command); elsewhere than on a terminal, as apply',
  takesSettings: true,
  yes: 'ask nothing: as apply',
  options: {},
  examples: [
    ['', 'asks nine questions and sets up both sides'],
    ['setup --profile customer-b', 'a second integration, remembered under a name of its own'],
  ],
  async run(context, input) {
    if (!context.canPrompt || context.options.yes)
      return apply.run(context, { ...input, options: { dryRun: false, offline: false } });
    return runWizard(context, input);
  },
});

async function runWizard(context: Context, input: CommandInput): Promise<ApplyResult | SetupResult> {
  const desk = await openDesk(context, input);
  desk.prompter.info(welcome(desk.product));
  const agreed = await walkAndAgree(context, desk).catch((error: unknown) => {
    // Up to here the services are only read.
    if (!(error instanceof CliError) || error.exitCode !== ExitCode.interrupted) throw error;
    throw interruptedError('Stopped: nothing was changed.');
  });
  const { look, plan, resolved, answers } = agreed;
  const outcome = await withProgress(context.streams, ({ listen }) =>
    provision(context, look, listen, { answers: savedForm(answers) }),
  );
  const applied = applyResult(resolved.settings, plan, outcome);
  if (applied.failure !== undefined) return applied;
  await offerKeychain(context, desk, answers);
  return { kind: 'setup', exitCode: applied.exitCode, applied, outro: closingOf(context, desk, agreed) };
}

function welcome(product: string): string {
  return (
    `A ticket in ${product} becomes an alert in ilert. Nine questions, and nothing is changed before you have seen ` +
    'the plan. Enter takes what is offered, Esc (or < as an answer) goes one question back, Ctrl-C stops.'
  );
}

async function openDesk(context: Context, { flags }: CommandInput): Promise<WizardContext> {
  const gathered = await gatherRunSettings(context, flags, TO_APPLY);
  // A default and what is in the keychain are no answers yet: they are offered.
  const isOffered = ({ origin }: RawValue) => origin.from === 'default' || origin.from === 'keychain';
  const given = new Map([...gathered.values].filter(([, found]) => !isOffered(found)));
  const kept = [...gathered.values].filter(([, { origin }]) => origin.from === 'keychain');
  const { settings, notes, problems } = resolveSettings(given, [], false);
  if (gathered.problems.length + problems.length > 0) throw usageErrors([...gathered.problems, ...problems]);
  for (const note of notes) context.streams.note(`${note}.`);
  const saved = await context.profiles.read(context.options.profile).catch(() => undefined);
  return {
    prompter: await context.prompter(),
    looks: await createConnectionChecks(context, settings),
    given,
    settings,
    product: productOf(settings).name,
    saved: {
      ...fromSaved(saved?.answers ?? {}, given),
      ...Object.fromEntries(kept.map(([key, { value }]) => [key, value])),
    },
  };
}

/** All that was answered and agreed to, and what both services looked like. */
export interface Agreed {
  readonly answers: Answers;
  readonly resolved: Resolved;
  /** Rows that the person chose among several of a name, each as `resource:id`. */
  readonly adopt: readonly string[];
  readonly look: Look;
  readonly plan: Plan;
}

/** Asks, looks at both services and shows what is to be done, until the person agrees to it. */
async function walkAndAgree(context: Context, desk: WizardContext): Promise<Agreed> {
  const stops = allStops(desk);
  const makesPolicy = desk.saved['alertSource.policyResponders'] !== undefined;
  let answers: Answers = await walk(stops, { values: desk.saved, makesPolicy, wants: 'nothing' });
  // Rows that are ours: those chosen among several of a name, and those known to be from an earlier set-up.
  let adopt: readonly string[] = [];
  let known: readonly string[] = [];
  for (;;) {
    const resolved = await resolveAnswers(context, desk, answers);
    await keepAnswers(context, resolved, answers);
    const clients = await connect(context, resolved.settings, context.streams.info);
    const look = await lookAt(context, resolved, clients, { adopt });
    const decision = await decide(desk, resolved, look, [...adopt, ...known]);
    if (decision.kind === 'stop') throw interruptedError();
    if (decision.kind === 'back') answers = await walk(stops, answers, 'end');
    if (decision.kind === 'rename') answers = await rename(desk, answers);
    if (decision.kind !== 'go-on') {
      adopt = [];
      continue;
    }
    if (look.ambiguities.length > 0) {
      adopt = [...adopt, ...decision.adopt];
      continue;
    }
    known = [...known, ...decision.adopt];

    const plan = planApply(look.desired, look.live);
    const conflicts = conflictsIn(plan, look.live, look.namesakes);
    if (conflicts.length > 0) {
      desk.prompter.info(conflicts.map(({ message }) => `${message} Give ours another name.`).join('\n'));
      answers = await rename(desk, answers);
      adopt = [];
      continue;
    }
    if (!isPending(plan)) return { answers, resolved, adopt, look, plan };
    desk.prompter.info(renderPlan(plan, createStyle(context.streams.noteColor)));
    const answer = await desk.prompter.confirm({ id: 'confirm', message: 'Review: carry this out?', initial: true });
    if (answer === true) return { answers, resolved, adopt, look, plan };
    if (answer !== BACK) throw interruptedError();
    answers = await walk(stops, answers, 'end');
  }
}

async function resolveAnswers(context: Context, desk: WizardContext, answers: Answers): Promise<Resolved> {
  const given: Map<FieldKey, RawValue> = asGiven(desk.given, answers);
  const payload = given.get('halo.payload');
  if (typeof payload?.value === 'string') {
    const places = { cwd: context.system.cwd, templates: templatesFolder(context.system), signal: context.signal };
    const read = await readPayload(payload, fieldOf('halo.payload'), places);
    if ('message' in read) throw usageErrors([read]);
    given.set('halo.payload', read);
  }
  const resolved = resolveSettings(given, TO_APPLY);
  if (resolved.problems.length > 0) throw usageErrors(resolved.problems);
  return resolved;
}

/** The answers are kept though nothing may come of them: whoever stops here goes on here. */
async function keepAnswers({ profiles, options }: Context, { settings }: Resolved, answers: Answers): Promise<void> {
  const tenants = { ilert: settings['ilert.endpoint'], halo: settings['halo.url'] ?? '' };
  try {
    const before = await profiles.read(options.profile);
    // What is remembered of other tenants is worth more than answers.
    if (before && (before.ilert !== tenants.ilert || before.halo !== tenants.halo)) return;
    await profiles.write(options.profile, { resources: {}, ...before, ...tenants, answers: savedForm(answers) });
  } catch {
    // Then they are typed again.
  }
}

/** What is there already under our names is somebody's: a person says whose. */
async function decide(
  { prompter }: WizardContext,
  { settings }: Resolved,
  look: Look,
  adopted: readonly string[],
): Promise<Decision> {
  if (look.problems.length > 0) throw usageErrors(look.problems);
  if (look.ambiguities.length > 0) return decideOnSeveral(prompter, settings, look.ambiguities);
  const found = strangers(settings, look.live, look.remembered, adopted);
  return found.length > 0 ? decideOnStrangers(prompter, settings, look.live, found) : { kind: 'go-on', adopt: [] };
}

async function rename(desk: WizardContext, answers: Answers): Promise<Answers> {
  const renaming: Answers = { ...answers, wants: answers.wants === 'filter' ? 'both' : 'names' };
  const stops = nameStops(desk).filter(({ when }) => when?.(renaming) ?? true);
  if (stops.length === 0)
    throw usageError('All names were given as flags, variables or in the file.', 'Change them there.');
  return walk(stops, renaming);
}
