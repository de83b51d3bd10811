import { facts } from '../facts/facts.ts';
import { experiments } from './experiments/experiments.ts';
import { REMEDIES } from './remedies.ts';
import { UNPROVABLE } from './unprovable.ts';

/** Whether an experiment shows a fact. */
export function isShownByExperiment(fact: string): boolean {
  return experiments.some((experiment) => experiment.facts.includes(fact));
}

/** The generated tables of docs/prove.md, by the names of their places. A test keeps the page up to date. */
export function experimentTables(): Readonly<Record<string, string>> {
  return {
    experiments: tableOf(
      ['experiment', 'what it finds out', 'facts', 'tickets', 'alerts', 'requests'],
      experiments.map(({ id, title, facts, cost: { tickets = 0, alerts = 0, highAlerts = 0, requests } }) => [
        code(id),
        title,
        facts.map(code).join(', '),
        String(tickets),
        highAlerts > 0 ? `${alerts}, ${highAlerts} of high priority` : String(alerts),
        String(requests),
      ]),
    ),
    remedies: tableOf(
      ['fact', 'if it is contradicted'],
      Object.entries(REMEDIES).map(([fact, remedy]) => [code(fact), remedy]),
    ),
    unprovable: tableOf(
      ['fact', 'why no experiment shows it'],
      facts.flatMap(({ id }) => (UNPROVABLE[id] === undefined ? [] : [[code(id), UNPROVABLE[id]]])),
    ),
  };
}

function code(text: string): string {
  return `\`${text}\``;
}

function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
  return lines.join('\n');
}
