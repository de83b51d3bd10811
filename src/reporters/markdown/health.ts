import type { Health } from '../../diagnostics/health.ts';
import { CHAIN_NAMES, STATE_SYMBOLS } from '../chain.ts';
import { deliveryInWords, factsOf, headlineOf, isNothingSetUp, nextSteps, runInWords } from '../health.ts';
import { fieldsInCell, textsOf } from './changes.ts';
import type { Block } from './document.ts';
import { code, prose } from './inline.ts';

/** Shows the state of an integration, followed by recent activity. Pure. */
export function healthBlocks(health: Health): Block[] {
  return isNothingSetUp(health)
    ? stateBlocks(health)
    : [...stateBlocks(health), ...factsBlock(factsOf(health)), ...recent(health)];
}

/** Shows the state of an integration: the chain, its problems and what to do, and what differs. Pure. */
export function stateBlocks(health: Health): Block[] {
  const headline: Block = { kind: 'paragraph', text: `**${headlineOf(health)}**` };
  if (isNothingSetUp(health))
    return [headline, ...nextSteps(health).map((text): Block => ({ kind: 'paragraph', text: prose(text) }))];
  return [headline, chain(health), ...findings(health), ...differences(health)];
}

function chain(health: Health): Block {
  const links = health.chain.map(({ component, state }) => `${STATE_SYMBOLS[state]} ${CHAIN_NAMES[component]}`);
  return { kind: 'paragraph', text: [...links, 'Alert'].join(' → ') };
}

/** Lists findings by component, in the order of the chain. A hint shared by successive findings is shown once. */
function findings({ chain: links }: Health): Block[] {
  const found = links.flatMap(({ component, state, findings: all }) =>
    all.map(({ message, hint }) => ({ component, state, message, hint })),
  );
  const items = found.map(({ component, state, message, hint }, index) => {
    const what = `${STATE_SYMBOLS[state]} **${CHAIN_NAMES[component]}:** ${prose(message)}`;
    return hint === found[index + 1]?.hint ? what : `${what}<br>${prose(hint)}`;
  });
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

function differences({ resources }: Health): Block[] {
  const differing = resources.filter(({ fields }) => fields.length > 0);
  const others = resources.filter(({ state }) => state === 'foreign');
  const rows = differing.map(({ title, name, fields }) => ['~', `${title} ${code(name)}`, fieldsInCell(fields)]);
  return [
    ...(rows.length === 0 ? [] : [{ kind: 'table', header: ['', 'resource', 'now → settings'], rows } as const]),
    ...others.map(({ title, name }): Block => {
      return { kind: 'paragraph', text: `Not managed by this tool: ${title} ${code(name)}` };
    }),
    ...differing.flatMap(({ title, name, fields }) => textsOf({ title, name, labelledFields: fields })),
  ];
}

/** Lists facts about an integration. Pure. */
export function factsBlock(facts: ReturnType<typeof factsOf>): Block[] {
  const items = facts.map(({ label, text }) => `**${label}:** ${prose(text)}`);
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

/** Lists the activity before the last run and the last delivery, which are shown above. */
function recent({ runs, deliveries, checkedAt }: Health): Block[] {
  const runsInWords = runs.map((run) => runInWords(run, checkedAt));
  const deliveriesInWords = deliveries.map((delivery) => deliveryInWords(delivery, checkedAt));
  return [...folded('Recent runbook runs', runsInWords), ...folded('Recent deliveries to ilert', deliveriesInWords)];
}

/** A single entry is already shown above. */
function folded(title: string, texts: readonly string[]): Block[] {
  const rows = texts.map((text) => [prose(text)]);
  if (rows.length < 2) return [];
  return [{ kind: 'details', summary: title, blocks: [{ kind: 'table', header: ['newest first'], rows }] }];
}
