import { DEFAULT_COMMAND } from '../registry.ts';
import { type Flag, flagsOf, type Value, type Words } from './words.ts';

/** Returns the completion script for PowerShell 5.1 or newer. Pure. */
export function powershellScript(words: Words): string {
  const { version, commands, every, service } = words;
  const flags = unique([...commands.flatMap((command) => command.flags), ...every, ...service]);
  const named = commands.flatMap((command) => command.names.map((name) => ({ ...command, name })));
  const own = named.flatMap((command) =>
    command.flags.map((flag) => ({ ...flag, name: `${command.name} ${flag.name}` })),
  );
  const valued = [...own, ...every, ...service].flatMap(({ name, value }) => (value ? [{ name, value }] : []));
  const withArgument = named.flatMap(({ name, argument }) => (argument ? [{ name, value: argument }] : []));
  return `# Completion of ilert-haloitsm for PowerShell. Written by: ilert-haloitsm completion powershell

Register-ArgumentCompleter -Native -CommandName 'ilert-haloitsm' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commands = [ordered]@{
${named.map(({ name, about }) => entry(name, quoted(about))).join('\n')}
    }
    $about = @{
${[version, ...flags].map(({ name, about }) => entry(name, quoted(about))).join('\n')}
    }
    $flags = @{
${named.map((command) => entry(command.name, list(flagsOf(command, words).map(({ name }) => name)))).join('\n')}
    }
    # What may follow a flag, of one command or of any, or stand as a command's argument: words, and files for a star.
    $values = @{
${[...valued, ...withArgument].map(({ name, value }) => entry(name, list(valuesOf(value)))).join('\n')}
    }

    function Complete-Word($candidates, $prefix, $typed) {
        foreach ($candidate in $candidates) {
            if ($candidate -eq '*') { [System.Management.Automation.CompletionCompleters]::CompleteFilename($typed) }
            elseif ($candidate.StartsWith($typed)) {
                $tip = $candidate
                if ($about.ContainsKey($candidate)) { $tip = $about[$candidate] }
                elseif ($commands.Contains($candidate)) { $tip = $commands[$candidate] }
                $type = 'ParameterValue'
                if ($candidate.StartsWith('--')) { $type = 'ParameterName' }
                [System.Management.Automation.CompletionResult]::new("$prefix$candidate", $candidate, $type, $tip)
            }
        }
    }

    # The words before the one that is being typed.
    $before = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { $_.ToString() })
    $isFirst = $before.Count -le 1
    $command = ${quoted(DEFAULT_COMMAND.name)}
    if (-not $isFirst -and -not $before[1].StartsWith('-')) { $command = $before[1] }
    if (-not $flags.ContainsKey($command)) { return }

    function Get-Key($flag) {
        if ($flags[$command] -notcontains $flag) { return '' }
        if ($values.ContainsKey("$command $flag")) { return "$command $flag" }
        return $flag
    }

    if ($wordToComplete -match '^(--[\\w-]+)=(.*)$') {
        $name, $typed = $Matches[1], $Matches[2]
        $key = Get-Key $name
        if ($values.ContainsKey($key)) { Complete-Word $values[$key] "$name=" $typed }
        return
    }
    $key = Get-Key $before[$before.Count - 1]
    if (-not $isFirst -and $values.ContainsKey($key)) {
        Complete-Word $values[$key] '' $wordToComplete
    } elseif ($wordToComplete.StartsWith('-')) {
        if ($isFirst) { Complete-Word @('--version') '' $wordToComplete }
        Complete-Word $flags[$command] '' $wordToComplete
    } elseif ($isFirst) {
        Complete-Word @($commands.Keys) '' $wordToComplete
    } else {
        Complete-Word $values[$command] '' $wordToComplete
    }
}
`;
}

function valuesOf({ choices, paths }: Value): string[] {
  return [...choices, ...(paths === 'none' ? [] : ['*'])];
}

function unique(flags: readonly Flag[]): Flag[] {
  return [...new Map(flags.map((flag) => [flag.name, flag])).values()];
}

function entry(name: string, value: string): string {
  return `        ${quoted(name)} = ${value}`;
}

function list(texts: readonly string[]): string {
  return `@(${texts.map(quoted).join(', ')})`;
}

/** PowerShell treats typographic single quotes as single quotes, too. */
function quoted(text: string): string {
  return `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`;
}
