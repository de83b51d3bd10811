import { Secret } from '../../src/secret/secret.ts';
import { BACK, type Check, type Choice, type Prompter } from '../../src/ui/prompter.ts';

/** Accepts the default, as Enter does. */
export const ENTER = Symbol('enter');
/** Presses Ctrl-C at the question. */
export const CTRL_C = Symbol('ctrl-c');
export { BACK };

/** One answer: a typed text, the beginning of a choice's name, names of several choices, yes or no. */
export type Scripted = string | boolean | readonly string[] | symbol;
/** By question; several answers, one after another, if a question comes up again. */
export type Script = Readonly<Record<string, Scripted | Answers>>;
/** Several answers to one question. */
export interface Answers {
  readonly inTurn: readonly Scripted[];
}

/** Returns several answers to one question, one for each time it is asked. */
export function inTurn(...answers: Scripted[]): Answers {
  return { inTurn: answers };
}

/** What a question does besides asking. */
interface Checks<T> {
  readonly help?: string | undefined;
  readonly check?: Check<T> | undefined;
  readonly checking?: string | undefined;
  readonly confirmed?: ((value: T) => string | undefined) | undefined;
}

/** A question, as it was asked. */
export interface Asked {
  readonly id: string;
  readonly message: string;
  /** What Enter accepts, as shown. */
  readonly offered?: unknown;
  readonly choices?: readonly Choice[];
}

/** A person who answers from a script. */
export interface ScriptedPrompter extends Prompter {
  readonly asked: Asked[];
  /** Why answers were rejected, in order. */
  readonly refused: string[];
  /** Everything shown between questions. */
  readonly shown: string[];
  /** What was shown while a service was asked. */
  readonly waited: string[];
  /** Questions without an answer in the script, and answers that were not asked for. */
  faults(): string[];
}

/** @param interrupted what a Ctrl-C at a question throws */
export function scriptedPrompter(
  script: Script,
  interrupted: () => Error,
  onRefused: (wrong: string) => void = () => undefined,
): ScriptedPrompter {
  const left = new Map<string, Scripted[]>(
    Object.entries(script).map(([id, answer]) => [id, isInTurn(answer) ? [...answer.inTurn] : [answer]]),
  );
  const asked: Asked[] = [];
  const refused: string[] = [];
  const shown: string[] = [];
  const waited: string[] = [];
  const unanswered: string[] = [];

  function next({ id }: Asked): Scripted {
    const answer = left.get(id)?.shift();
    if (answer === CTRL_C) throw interrupted();
    if (answer !== undefined) return answer;
    unanswered.push(`no answer to ${id}`);
    throw new Error(`the script has no answer to ${id}`);
  }

  /** Asks until an answer is accepted; records rejections, and what help and checks show. */
  async function answer<T>(
    question: Asked,
    read: (given: Scripted) => T,
    { check, help, checking, confirmed }: Checks<T> = {},
  ): Promise<T | typeof BACK> {
    asked.push(question);
    for (;;) {
      const given = next(question);
      if (given === BACK) return BACK;
      if (given === '?' && help !== undefined) {
        shown.push(help);
        continue;
      }
      const value = read(given);
      if (checking !== undefined) waited.push(checking);
      const wrong = await check?.(value);
      if (wrong === undefined) {
        const passed = confirmed?.(value);
        if (passed !== undefined) shown.push(passed);
        return value;
      }
      refused.push(wrong);
      onRefused(wrong);
    }
  }

  return {
    asked,
    refused,
    shown,
    waited,
    faults: () => [
      ...unanswered,
      ...[...left].flatMap(([id, answers]) => answers.map((one) => `not asked for ${id}: ${String(one)}`)),
    ],
    text: ({ id, message, initial = '', ...checks }) =>
      answer({ id, message, offered: initial }, (given) => (given === ENTER ? initial : String(given)), checks),
    secret: ({ id, message, ...checks }) =>
      answer({ id, message }, (given) => new Secret(given === ENTER ? '' : String(given)), checks),
    choose: ({ id, message, choices, initial }) => {
      const offered = choices.find(({ value }) => value === initial) ?? choices[0];
      return answer({ id, message, offered: offered?.name, choices }, (given) =>
        given === ENTER ? (offered as (typeof choices)[number]).value : named(choices, String(given), id),
      );
    },
    chooseMany: ({ id, message, choices, none, initial = [], check }) => {
      const offered = choices.filter(({ value }) => initial.includes(value));
      return answer<readonly string[]>(
        { id, message, offered: offered.length === 0 && none ? none : offered.map(({ name }) => name), choices },
        (given) => {
          if (given === ENTER) return offered.map(({ value }) => value);
          if (given === none && none !== undefined) return [];
          return (given as readonly string[]).map((name) => named(choices, name, id));
        },
        { check },
      );
    },
    confirm: ({ id, message, initial }) =>
      answer({ id, message, offered: initial }, (given) => (given === ENTER ? initial : given === true)),
    info: (text) => void shown.push(text),
    wait(text, work) {
      waited.push(text);
      return work((more) => void waited.push(more));
    },
  };
}

function isInTurn(answer: Scripted | Answers): answer is Answers {
  return typeof answer === 'object' && 'inTurn' in answer;
}

function named<T extends string>(choices: readonly Choice<T>[], name: string, id: string): T {
  const hits = choices.filter((choice) => choice.name.startsWith(name));
  const hit = hits.find((choice) => choice.name === name) ?? hits[0];
  if (!hit) throw new Error(`${id} has no choice "${name}": ${choices.map((choice) => choice.name).join(', ')}`);
  return hit.value;
}
