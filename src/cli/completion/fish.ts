import { DEFAULT_COMMAND } from '../registry.ts';
import type { Flag, Value, Words } from './words.ts';

/** The script's function that returns whether the first word is being typed. */
const FIRST = '__ilert_haloitsm_first';

/** Returns the completion script for fish. Pure. */
export function fishScript({ version, commands, every, service }: Words): string {
  const namesOf = (takes: readonly string[]) =>
    commands.filter((command) => takes.includes(command.takes)).flatMap(({ names }) => names);
  const lines = [
    ...commands.flatMap(({ names, about }) => names.map((name) => line(FIRST, ` -a ${quoted(name)}`, about))),
    flagLine(version, FIRST),
    ...commands.flatMap(({ names, flags, argument }) => [
      ...flags.map((flag) => flagLine(flag, at(names))),
      ...(argument ? [line(`${at(names)}; and not ${FIRST}`, valuePart(argument))] : []),
    ]),
    ...every.map((flag) => flagLine(flag, at(namesOf(['every', 'service'])))),
    ...service.map((flag) => flagLine(flag, at(namesOf(['service'])))),
  ];
  return `# Completion of ilert-haloitsm for fish. Written by: ilert-haloitsm completion fish

function ${FIRST}
    test (count (commandline -opc)) -eq 1
end

# Whether the command is one of these; a flag in its place, or nothing yet, is the wizard.
function __ilert_haloitsm_at
    set -l words (commandline -opc)
    set -l command ${DEFAULT_COMMAND.name}
    if set -q words[2]; and not string match -q -- '-*' $words[2]
        set command $words[2]
    end
    contains -- $command $argv
end

complete -c ilert-haloitsm -e
complete -c ilert-haloitsm -f
${lines.join('\n')}
`;
}

function at(names: readonly string[]): string {
  return `__ilert_haloitsm_at ${names.join(' ')}`;
}

function flagLine({ name, about, value }: Flag, condition: string): string {
  return line(condition, ` -l ${name.slice(2)}${value ? ` -r${valuePart(value)}` : ''}`, about);
}

function line(condition: string, offer: string, about?: string): string {
  const described = about === undefined ? '' : ` -d ${quoted(about)}`;
  return `complete -c ilert-haloitsm -n ${quoted(condition)}${offer}${described}`;
}

function valuePart({ choices, paths }: Value): string {
  if (paths === 'folders') return ` -f -a '(__fish_complete_directories (commandline -ct))'`;
  const listed = choices.length > 0 ? ` -a ${quoted(choices.join(' '))}` : '';
  return `${paths === 'files' ? ' -F' : ' -f'}${listed}`;
}

/** Between fish's single quotes, only the quote and the backslash are special. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
