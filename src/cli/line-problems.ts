import type { Command as Commander, CommanderError } from 'commander';
import type { Problem } from '../errors/cli-error.ts';
import { similarNames } from '../text/did-you-mean.ts';
import { suggestedFlag } from './expected-flags.ts';
import { commandIn, commands, DEFAULT_COMMAND } from './registry.ts';

const SEE_ALL = 'See: ilert-haloitsm --help';

/** Rephrases what commander rejected in this program's terms. */
export function commandLineProblem(
  { code, message }: CommanderError,
  argv: readonly string[],
  program: Commander,
): Problem {
  // After the = of an unknown flag, there may be a secret.
  const [, quoted = ''] = /'([^'=]*)/.exec(message) ?? [];
  const suggested = /\(Did you mean (.*)\?\)/s.exec(message)?.[1];
  const near = suggested === undefined ? [] : [`Did you mean ${suggested}?`];
  const help = helpFor(argv);
  switch (code) {
    case 'commander.help': {
      const name = argv[0] === 'help' ? argv[1] : argv[0];
      const meant = similarNames(
        name ?? '',
        commands.map((each) => each.name),
      ).slice(0, 1);
      const hint = [...meant.map((each) => `Did you mean ${each}?`), SEE_ALL].join(' ');
      return { message: `Unknown command "${name ?? ''}".`, hint };
    }
    case 'commander.unknownCommand':
      return { message: `Unknown command "${quoted}".`, hint: [...near, SEE_ALL].join(' ') };
    case 'commander.unknownOption': {
      if (message.includes(`'${quoted}=`) && isOptionIn(program, quoted))
        return { message: `${quoted} takes no value.`, hint: 'Use it without a value, or omit it.' };
      const instead = suggestedFlag(quoted, commandIn(argv) ?? DEFAULT_COMMAND);
      return { message: `Unknown option ${quoted}.`, hint: [...(instead ? [instead] : near), help].join(' ') };
    }
    case 'commander.optionMissingArgument':
      return { message: `${quoted.split(' ')[0]} needs a value: ${quoted}.`, hint: help };
    case 'commander.missingArgument':
      return { message: `Missing argument: ${quoted}.`, hint: help };
    case 'commander.excessArguments': {
      const [, expected, given] = /Expected (\d+) .* got (\d+)/.exec(message) ?? [];
      return { message: `Too many arguments for ${quoted}: expected ${expected}, got ${given}.`, hint: help };
    }
    default: {
      const text = message.replace(/^error: /, '');
      return { message: text.charAt(0).toUpperCase() + text.slice(1), hint: help };
    }
  }
}

function isOptionIn(program: Commander, flag: string): boolean {
  return program.commands.some(({ options }) => options.some(({ long }) => long === flag));
}

/** Points to the help that lists the flags: that of the command anywhere in the line, or else the wizard's. */
export function helpFor(argv: readonly string[]): string {
  const { name } = commandIn(argv) ?? DEFAULT_COMMAND;
  return `See: ilert-haloitsm ${name} --help`;
}
