import { DEFAULT_COMMAND } from '../registry.ts';
import { type CommandWords, type Flag, singleQuoted as quoted, SHARED_FLAGS, type Value, type Words } from './words.ts';

/** Returns the completion script for zsh, to be sourced or put in a `$fpath` folder as `_ilert-haloitsm`. Pure. */
export function zshScript({ version, commands, every, service }: Words): string {
  const described = commands.flatMap(({ names, about }) => names.map((name) => quoted(`${name}:${plain(about)}`)));
  return `#compdef ilert-haloitsm
# Completion of ilert-haloitsm for zsh. Written by: ilert-haloitsm completion zsh

_ilert_haloitsm() {
  local curcontext=$curcontext context state line command=$words[2]
  typeset -A opt_args
  local -a commands every service
  commands=(
${indented(described)}
  )
  every=(
${indented(every.map(specOf))}
  )
  service=(
${indented(service.map(specOf))}
  )

  if [[ $command == -* ]]; then
    # A flag in the place of the command: it is the wizard.
    command=${DEFAULT_COMMAND.name}
    every+=(${specOf(version)})
  elif (( CURRENT == 2 )); then
    _describe -t commands command commands
    return
  else
    shift words
    (( CURRENT-- ))
  fi

  case $command in
${commands.map(caseOf).join('\n')}
  esac
}

_ilert_haloitsm_payload() {
  _alternative 'payloads:payload:(recommended full)' 'files:file:_files'
}

# As a file of $fpath this is the function's own body; sourced, it has to be registered.
if [[ $funcstack[1] == _ilert_haloitsm || $funcstack[1] == _ilert-haloitsm ]]; then
  _ilert_haloitsm "$@"
else
  compdef _ilert_haloitsm ilert-haloitsm
fi
`;
}

function caseOf({ names, flags, takes, argument }: CommandWords): string {
  const specs = [
    ...flags.map(specOf),
    ...(argument ? [quoted(`1:${valuePart(argument)}`)] : []),
    ...SHARED_FLAGS[takes],
  ];
  return `    ${names.join('|')})\n      _arguments -S \\\n        ${specs.join(' \\\n        ')}\n      ;;`;
}

/** `'*--team=[about]:NAME:action'`, as `_arguments` expects it. */
function specOf({ name, about, value, repeatable }: Flag): string {
  const flag = `${repeatable ? '*' : ''}${name}${value ? '=' : ''}`;
  return quoted(`${flag}[${about.replace(/[\\[\]]/g, '\\$&')}]${value ? `:${valuePart(value)}` : ''}`);
}

function valuePart(value: Value): string {
  return `${plain(value.label)}:${actionOf(value)}`;
}

function actionOf({ choices, paths }: Value): string {
  if (paths === 'files') return choices.length > 0 ? '_ilert_haloitsm_payload' : '_files';
  if (paths === 'folders') return '_files -/';
  return choices.length > 0 ? `(${choices.join(' ')})` : '';
}

/** Escapes colons, which end a part of a specification. */
function plain(text: string): string {
  return text.replace(/[\\:]/g, '\\$&');
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`).join('\n');
}
