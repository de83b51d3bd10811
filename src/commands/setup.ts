import type { Context } from '../context.ts';
import { ExitCode, Fault, interruptedFault, usageFault, usageFaults } from '../errors.ts';
import { productOf } from '../halo/product.ts';
import { isPending } from '../plan/plan.ts';
import type { Given } from '../settings/origin.ts';
import { type Resolved, resolveSettings } from '../settings/resolve.ts';
import { type FieldKey, fieldOf } from '../settings/settings.ts';
import { readPayload } from '../settings/sources.ts';
import { createPaint } from '../terminal/paint.ts';
import { renderPlan } from '../terminal/render-plan.ts';
import { againAs, type Shell } from '../wizard/again.ts';
import { type Answers, asGiven, fromSaved, savedForm } from '../wizard/answers.ts';
import { closingPage } from '../wizard/closing.ts';
import type { Desk } from '../wizard/desk.ts';
import { type Decision, decideOnSeveral, decideOnStrangers, strangers } from '../wizard/existing.ts';
import { BACK } from '../wizard/prompter.ts';
import { allStops, nameStops } from '../wizard/stops.ts';
import { walk } from '../wizard/walk.ts';
import { run as apply } from './apply.ts';
import { connect } from './connect.ts';
import type { Invocation } from './invocation.ts';
import { gatherFor, TO_APPLY, templatesOf } from './load-settings.ts';
import { createLooks } from './looks.ts';
import { type Look, lookAt } from './observe.ts';
import { offerKeychain } from './offer-keychain.ts';
import { planOf, provision } from './provision.ts';
import type { Result } from './result.ts';

/** `setup`: the wizard on a terminal; elsewhere, or with --yes, the same as `apply`. */
export async function run(context: Context, invocation: Invocation): Promise<Result> {
  if (!context.canPrompt || context.options.yes) return apply(context, invocation);
  const desk = await openDesk(context, invocation);
  desk.prompter.say(WELCOME);
  try {
    return await walkAndApply(context, desk);
  } catch (error) {
    if (error instanceof Fault && error.exitCode === ExitCode.interrupted)
      throw interruptedFault('Stopped: nothing was changed.');
    throw error;
  }
}

const WELCOME =
  'A ticket in HaloITSM becomes an alert in ilert. Nine questions, and nothing is changed before you have seen the ' +
  'plan. Enter takes what is offered, Esc (or < as an answer) goes one question back, Ctrl-C stops.';

async function openDesk(context: Context, { flags }: Invocation): Promise<Desk> {
  const gathered = await gatherFor(context, flags, TO_APPLY);
  // A default and what is in the keychain are no answers yet: they are offered.
  const isOffered = ({ origin }: Given) => origin.from === 'default' || origin.from === 'keychain';
  const given = new Map([...gathered.given].filter(([, found]) => !isOffered(found)));
  const kept = [...gathered.given].filter(([, { origin }]) => origin.from === 'keychain');
  const chosen = resolveSettings(given, [], false);
  const problems = [...gathered.problems, ...chosen.problems];
  if (problems.length > 0) throw usageFaults(problems);
  const saved = await context.store.read(context.options.profile).catch(() => undefined);
  return {
    prompter: await context.prompter(),
    looks: await createLooks(context, productOf(chosen.settings), given),
    given,
    saved: { ...fromSaved(saved?.answers ?? {}), ...Object.fromEntries(kept.map(([key, { value }]) => [key, value])) },
  };
}

async function walkAndApply(context: Context, desk: Desk): Promise<Result> {
  const stops = allStops(desk);
  const makesPolicy = desk.saved['alertSource.policyResponders'] !== undefined;
  let answers: Answers = { values: desk.saved, makesPolicy, wants: 'nothing' };
  answers = await walk(stops, answers);
  for (let adopt: readonly string[] = []; ; ) {
    const resolved = await resolveAnswers(context, desk, answers);
    const clients = await connect(context, resolved.settings, context.streams.say);
    const look = await lookAt(context, resolved, clients, { adopt });
    const decision = await decide(desk, resolved, look, adopt);
    if (decision.kind === 'stop') throw interruptedFault();
    if (decision.kind === 'rename') {
      answers = await rename(desk, answers);
      continue;
    }
    adopt = decision.adopt;
    if (look.ambiguities.length > 0) continue;

    const plan = planOf(look);
    if (isPending(plan)) {
      desk.prompter.say(renderPlan(plan, createPaint(context.streams.noteColor)));
      const answer = await desk.prompter.confirm({ id: 'confirm', message: 'Review: carry this out?', initial: true });
      if (answer === BACK) {
        answers = await walk(stops, answers, 'end');
        continue;
      }
      if (!answer) throw interruptedFault();
    }
    const result = await provision(context, look, plan, { answers: savedForm(answers) });
    if (result.failure !== undefined) return result;
    await offerKeychain(context, desk, answers);
    return withClosing(context, desk, answers, resolved, result);
  }
}

async function resolveAnswers(context: Context, desk: Desk, answers: Answers): Promise<Resolved> {
  const given: Map<FieldKey, Given> = asGiven(desk.given, answers);
  const payload = given.get('halo.payload');
  if (typeof payload?.value === 'string') {
    const places = { cwd: context.host.cwd, templates: templatesOf(context.host) };
    const read = await readPayload(payload, fieldOf('halo.payload'), places);
    if ('message' in read) throw usageFaults([read]);
    given.set('halo.payload', read);
  }
  const resolved = resolveSettings(given, TO_APPLY);
  if (resolved.problems.length > 0) throw usageFaults(resolved.problems);
  return resolved;
}

/** What is there already under our names is somebody's: a person says whose. */
async function decide(
  { prompter }: Desk,
  { settings }: Resolved,
  look: Look,
  adopted: readonly string[],
): Promise<Decision> {
  if (look.problems.length > 0) throw usageFaults(look.problems);
  if (look.ambiguities.length > 0) return decideOnSeveral(prompter, settings, look.ambiguities);
  const found = strangers(look.live, look.remembered).filter(
    (key) => !adopted.includes(`${key}:${look.live[key]?.id}`),
  );
  if (found.length === 0) return { kind: 'go-on', adopt: adopted };
  const decision = await decideOnStrangers(prompter, settings, look.live, found);
  return decision.kind === 'go-on' ? { kind: 'go-on', adopt: [...adopted, ...decision.adopt] } : decision;
}

async function rename(desk: Desk, answers: Answers): Promise<Answers> {
  const stops = nameStops(desk).filter(({ when }) => when?.({ ...answers, wants: 'names' }) ?? true);
  if (stops.length === 0)
    throw usageFault('All names were given as flags, variables or in the file.', 'Change them there.');
  return walk(stops, { ...answers, wants: 'names' });
}

/** The last page: what exists, and how to go on. */
function withClosing(context: Context, desk: Desk, answers: Answers, { settings }: Resolved, result: Result): Result {
  const { options, host, streams } = context;
  const shell: Shell = host.platform === 'win32' ? 'powershell' : 'posix';
  const further = [
    ...(options.config === undefined ? [] : ['--config', options.config]),
    ...(options.profile === 'default' ? [] : ['--profile', options.profile]),
  ];
  const page = closingPage(
    {
      haloUrl: settings['halo.url'] ?? '',
      ilertEndpoint: settings['ilert.endpoint'],
      sourceName: settings['alertSource.name'],
      integrationName: settings['halo.integrationName'],
      runbookName: settings['halo.runbookName'],
      again: againAs(asGiven(desk.given, answers), further, shell),
      shell,
    },
    createPaint(streams.resultColor),
  );
  return { ...result, text: `${result.text}\n\n${page}` };
}
