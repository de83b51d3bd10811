/**
 * Returns the lines of a log that a CI system would run as commands, whatever their name: in GitHub Actions, `::name`
 * followed by another `::`, even after spaces, and `##[name]` anywhere; in Azure Pipelines, `##vso[name]` anywhere.
 */
export function commandsIn(log: string): string[] {
  return log.split(/\r\n|[\r\n]/).filter((line) => isLineCommand(line) || /##\w*\[/.test(line));
}

/** Skips more kinds of spaces than .NET, in which the runner is written, trims or ignores in comparisons. */
function isLineCommand(line: string): boolean {
  return /^::.*::/.test(line.replace(/^[\s\p{C}\p{Z}]+/u, ''));
}

/** Texts that are commands, on lines of their own and within others. */
export const COMMANDS = [
  '::set-env name=PATH::/tmp',
  '::add-mask::a',
  ' \u00a0\u2003::error file=a,line=1::forged',
  '\u00ad\ufeff\u200b::stop-commands::x',
  '\u0085\u180e::warning::x',
  '##[error]forged',
  'x ##[set-output name=a]b',
  '###[group]x',
  '##vso[task.setvariable variable=a]b',
  'a\n::set-output name=a::b\n##[endgroup]',
  'a\r\n::add-path::/tmp\r::debug::x',
];
