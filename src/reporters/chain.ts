import { CHAIN, type ChainComponent, type ChainLink } from '../diagnostics/chain.ts';
import type { Finding } from '../diagnostics/finding.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import { wrap } from '../ui/wrap.ts';

/** The displayed names of the chain's components. */
export const CHAIN_NAMES: Readonly<Record<ChainComponent, string>> = {
  ticket: 'Ticket',
  events: 'Events',
  runbook: 'Runbook',
  method: 'Method',
  'alert-source': 'Alert source',
  'escalation-policy': 'Escalation policy',
};
const END = 'Alert';

/** The symbols for a component's state. */
export const STATE_SYMBOLS: Readonly<Record<ChainLink['state'], string>> = {
  ok: '✔',
  broken: '✘',
  unknown: '?',
  drifted: '~',
  pending: '…',
  'not-checked': '?',
};

/** What connects two names of the chain, on a wide terminal and at 80 columns. */
const CONNECTORS = [(symbol: string) => ` ─${symbol}─ `, (symbol: string) => `─${symbol}─`];

/** Below this width, problems don't fit under their component. */
const MIN_WIDTH = 40;

/**
 * Renders the chain on one line, each component followed by its state, or on a narrow terminal with one component per
 * line; below it, the problems and what to do. Pure.
 *
 * @param columns width of the terminal; undefined if there is none
 */
export function renderChain(chain: readonly ChainLink[], style: Style, columns: number | undefined): string[] {
  const between = CONNECTORS.find((connector) => columns === undefined || widthOf(connector) <= columns);
  if (!between) return [...vertical(chain, style), ...below(chain, style, columns)];
  const colored = chain.map(
    ({ component, state }) => `${CHAIN_NAMES[component]}${colorOf(state, style)(between(STATE_SYMBOLS[state]))}`,
  );
  return [
    `${colored.join('')}${END}`,
    ...(belowComponent(chain, between, style, columns) ?? below(chain, style, columns)),
  ];
}

function widthOf(connector: (symbol: string) => string): number {
  return CHAIN.map((component) => CHAIN_NAMES[component] + connector('✔')).join('').length + END.length;
}

function vertical(chain: readonly ChainLink[], style: Style): string[] {
  const lines = chain.map(
    ({ component, state }) => `${colorOf(state, style)(STATE_SYMBOLS[state])} ${CHAIN_NAMES[component]}`,
  );
  return [...lines, `  ${END}`];
}

/** Hangs the problems of a single component below its name; undefined if they don't fit. */
function belowComponent(
  chain: readonly ChainLink[],
  between: (symbol: string) => string,
  style: Style,
  columns: number | undefined,
): string[] | undefined {
  const [link, ...more] = chain.filter(({ findings }) => findings.length > 0);
  if (!link || more.length > 0) return undefined;
  const before = chain.slice(0, chain.indexOf(link)).map(({ component }) => CHAIN_NAMES[component] + between('✔'));
  const column = before.join('').length + Math.floor(CHAIN_NAMES[link.component].length / 2);
  const width = columns === undefined ? undefined : columns - column - 2;
  if (width !== undefined && width < MIN_WIDTH) return undefined;
  const indent = ' '.repeat(column);
  const color = colorOf(link.state, style);
  const [first = '', ...rest] = inWords(link.findings).flatMap((line) => wrap(line, width).split('\n'));
  return [`${indent}${color('│')}`, `${indent}${color('└')} ${first}`, ...rest.map((line) => `${indent}  ${line}`)];
}

/** Lists each component's problems below the chain. */
function below(chain: readonly ChainLink[], style: Style, columns: number | undefined): string[] {
  const width = columns === undefined ? undefined : columns - 2;
  const broken = chain.filter(({ findings }) => findings.length > 0);
  const lines = broken.flatMap(({ component, state, findings }, index) => {
    // A hint shared with the next component is shown once.
    const next = broken[index + 1]?.findings[0]?.hint;
    return [
      `${colorOf(state, style)(STATE_SYMBOLS[state])} ${CHAIN_NAMES[component]}`,
      ...inWords(findings, next).flatMap((line) =>
        wrap(line, width)
          .split('\n')
          .map((each) => `  ${each}`),
      ),
    ];
  });
  return lines.length > 0 ? ['', ...lines] : [];
}

/** Lists findings with their hints. A hint shared by successive findings is shown once. */
function inWords(findings: readonly Finding[], nextHint?: string): string[] {
  return findings.flatMap(({ message, hint }, index) => {
    const next = findings[index + 1]?.hint ?? nextHint;
    return [plainName(message), ...(hint === next ? [] : [plainName(hint)])];
  });
}

function colorOf(state: ChainLink['state'], style: Style): (text: string) => string {
  if (state === 'ok') return style.good;
  if (state === 'broken') return style.bad;
  return state === 'not-checked' ? style.faint : style.changed;
}
