import { EXIT_CODES } from './exit-codes.ts';
import { ownOptionsOf } from './options.ts';
import { type AnyCommand, commands } from './registry.ts';

/** Returns the generated parts of docs/commands.md in Markdown, by section; a test keeps the page up to date. */
export function referenceTables(): Readonly<Record<'commands' | 'options' | 'exit-codes', string>> {
  return { commands: commandsTable(), options: optionTables(), 'exit-codes': exitCodesTable() };
}

function commandsTable(): string {
  const rows = commands.map((command) => {
    const names = [usageOf(command), command.alias].flatMap((name) => (name ? [`\`${name}\``] : []));
    return [names.join(', '), command.about];
  });
  return table(['command', 'what it does'], rows);
}

/** Lists each command's options, except those that all commands share. */
function optionTables(): string {
  const sections = commands.flatMap((command) => {
    const options = ownOptionsOf(command);
    if (options.length === 0) return [];
    const rows = options.map(({ flags, about }) => [`\`${flags}\``, about]);
    return [`### \`${usageOf(command)}\`\n\n${table(['option', 'what it does'], rows)}`];
  });
  return `\n${sections.join('\n\n')}\n`;
}

function usageOf({ name, argument }: AnyCommand): string {
  return argument
    ? `${name} ${argument.default === undefined ? argument.name.toUpperCase() : `[${argument.name.toUpperCase()}]`}`
    : name;
}

function exitCodesTable(): string {
  return table(['exit code', 'meaning'], Object.entries(EXIT_CODES));
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}
