import { DEFAULT_COMMAND } from '../registry.ts';
import { type Flag, singleQuoted as quoted, SHARED_FLAGS, type Words } from './words.ts';

/** Returns the completion script for bash 3.2 (macOS) or newer. Needs no bash-completion. Pure. */
export function bashScript(words: Words): string {
  const { version, commands, every, service } = words;
  const own = commands.flatMap(({ names, flags }) =>
    names.flatMap((name) => flags.map((flag) => ({ pattern: `'${name} ${flag.name}'`, flag }))),
  );
  const shared = [...every, ...service].map((flag) => ({ pattern: `*' ${flag.name}'`, flag }));
  return `# Completion of ilert-haloitsm for bash. Written by: ilert-haloitsm completion bash

_ilert_haloitsm_words() {
  COMPREPLY+=($(compgen -W "$1" -- "$cur"))
}

_ilert_haloitsm_paths() {
  local path
  while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$1" -- "$cur")
  # Only while completing, and only since bash 4: names are quoted, a folder gets its slash.
  compopt -o filenames -o default 2>/dev/null
}

_ilert_haloitsm() {
  local cur=\${COMP_WORDS[COMP_CWORD]} flag=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} flags
  local every=${quoted(namesOf(every))}
  local service=${quoted(namesOf(service))}
  COMPREPLY=()
  # Readline takes the = of --flag=value for a word of its own.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $flag == = ]]; then
    flag=\${COMP_WORDS[COMP_CWORD-2]}
  fi

  if [[ $COMP_CWORD -eq 1 ]]; then
    if [[ $cur == -* ]]; then
      _ilert_haloitsm_words ${quoted(version.name)}
    else
      _ilert_haloitsm_words ${quoted(commands.flatMap(({ names }) => names).join(' '))}
      return 0
    fi
  fi
  # A flag in the place of the command: it is the wizard.
  [[ $command == -* ]] && command=${DEFAULT_COMMAND.name}

  case $command in
${commands.map(({ names, flags, takes }) => `    ${names.join('|')}) flags="${[namesOf(flags), ...SHARED_FLAGS[takes]].join(' ')}" ;;`).join('\n')}
    *) return 0 ;;
  esac

  if [[ $COMP_CWORD -gt 1 && " $flags " == *" $flag "* ]]; then
    case "$command $flag" in
${branches([...own, ...shared])}
    esac
  fi

  if [[ $cur == -* ]]; then
    _ilert_haloitsm_words "$flags"
    return 0
  fi
  case $command in
${commands
  .flatMap(({ names, argument }) => (argument ? [`    ${names.join('|')}) ${actionsOf(argument)} ;;`] : []))
  .join('\n')}
  esac
}

complete -F _ilert_haloitsm ilert-haloitsm
`;
}

/** Flags with the same values share a branch. Values that people make up are not completed. */
function branches(flags: readonly { readonly pattern: string; readonly flag: Flag }[]): string {
  const byActions = new Map<string, string[]>();
  for (const { pattern, flag } of flags) {
    if (!flag.value) continue;
    const actions = actionsOf(flag.value);
    byActions.set(actions, [...(byActions.get(actions) ?? []), pattern]);
  }
  return [...byActions]
    .map(([actions, patterns]) => `      ${patterns.join('|')}) ${actions === '' ? '' : `${actions}; `}return 0 ;;`)
    .join('\n');
}

function actionsOf({ choices, paths }: NonNullable<Flag['value']>): string {
  return [
    ...(choices.length > 0 ? [`_ilert_haloitsm_words ${quoted(choices.join(' '))}`] : []),
    ...(paths === 'none' ? [] : [`_ilert_haloitsm_paths ${paths === 'files' ? '-f' : '-d'}`]),
  ].join('; ');
}

function namesOf(flags: readonly Flag[]): string {
  return flags.map(({ name }) => name).join(' ');
}
