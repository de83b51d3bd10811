import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import { FILTER_SETTINGS } from '../config/ticket-filters.ts';
import type { Value } from '../engine/values.ts';
import { EVENTS, type RunbookEvent } from '../providers/halo/event-catalogue.ts';
import type { AlertSourceRow } from '../providers/ilert/schemas.ts';

/** The first line of the file, by which an earlier export is recognised. */
export const README_MARK = '<!-- Written by ilert-haloitsm export. -->';

/** What tickets can be filtered by, as Halo's pages call it. */
const ATTRIBUTES = [
  ['ticketType', 'ticket type'],
  ['priority', 'priority'],
  ['team', 'team'],
] as const;

/** What the page shows; none of it is secret. */
export interface ReadmeContent {
  readonly settings: Settings;
  /** The alert source in ilert; undefined if ilert was not read. */
  readonly source: AlertSourceRow | undefined;
  /** Base URL and path as the exported method has them; a key in the path is shortened. */
  readonly baseUrl: Value;
  readonly path: Value;
  readonly terraform: boolean;
}

/** The steps that remain to be done by hand, in the words of both products' pages. Pure; contains no secret. */
export function readmeFile({ settings, source, baseUrl, path, terraform }: ReadmeContent): string {
  const product = productOf(settings).name;
  const integration = code(settings['halo.integrationName']);
  const method = code(settings['halo.methodName']);
  const runbook = code(settings['halo.runbookName']);
  const label = code(`${settings['halo.integrationName']}: ${settings['halo.methodName']}`);
  return `${README_MARK}
# ${product} to ilert: what is left to click

These files are what \`ilert-haloitsm apply\` would make in ${product} through its API, for "Import from JSON".
Import each of them once: a second import of the same file may make a second row.

## 1. In ilert

${source ? existingSource(source) : newSource(settings, product, terraform)}

## 2. In ${product}: the custom integration

1. **Configuration**, search for **Custom integrations**, open it, choose **Import from JSON** and take
   \`custom-integration.json\`.
2. Open ${integration}: base URL ${code(baseUrl)}, authorisation **None**.
3. **Methods**, ${method}: method **POST**, body **JSON**, path ${code(path)}.
   ${
     source
       ? 'The path must end in the whole integration key, as in the URL that ilert shows for the alert source.'
       : '**Put your own path there**: that of the URL which ilert shows for the alert source.'
   }

The method sends the payload ${code(settings['halo.payload'].name)}. \`payload-recommended.json\` and \`payload-full.json\`
are the two that come with the program, to be pasted into the body if you want the other one. They are
templates of ${product}, and JSON only once it has filled them in.

## 3. In ${product}: the runbook

1. **Configuration**, search for **Runbooks**, open it, choose **Import from JSON** and take \`runbook.json\`.
   The custom integration must be there by then.
2. Open ${runbook}. The step **Send webhook** must execute ${integration}: ${method}.
   If it names no method, choose it: then the import did not find it. Its label in the flow chart is
   ${label}.
3. Its two branches must differ: **Successful Response (200 - 299)** leads to **Success**, **Unsuccessful Response**
   to **Error**. The result of **Success** is **Success**, that of **Error** is **Failed (retry from the start)**:
   after plain **Failed**, ${product} does not retry a ticket that ilert could not take.
4. ${eventSteps(settings)}
5. Switch the runbook to **active** and save. Look at the two branches once more: a save can make them the same.

## 4. Try it

Log a ticket in ${product}: within a minute or two there is an alert in ilert. Close the ticket: the alert is resolved.
If nothing comes, the runbook's own list of runs says why.

## What to keep to yourself

${
  source
    ? 'The path in `custom-integration.json` holds the integration key of the alert source: whoever has it can make alerts. Do not\ncommit the file, and delete it after the import.'
    : 'Nothing in these files is secret. Your own path is: it holds the integration key of the alert source.'
}
`;
}

function existingSource({ id, name }: AlertSourceRow): string {
  return `Nothing: tickets go to the alert source ${code(name)} (id ${id}).`;
}

function newSource(settings: Settings, product: string, terraform: boolean): string {
  const byTerraform = terraform ? ', or let Terraform make it from `alert-source.tf`' : '';
  return `**Alert sources**, **Create new alert source**, ${product}: name it ${code(settings['alertSource.name'])}${byTerraform}.
Its last page shows the URL that tickets are to be sent to; you need the path of it below.`;
}

function eventSteps(settings: Settings): string {
  const filtered = titles(EVENTS.filter(({ isFiltered }) => isFiltered));
  const unfiltered = titles(EVENTS.filter(({ isFiltered }) => !isFiltered));
  const [first = [], ...more] = combinationsOf(settings);
  if (first.length === 0)
    return `Add the events ${settings['halo.closedEvent'] ? titles(EVENTS) : filtered}, each for all tickets.`;
  const closed = `Also add the event ${unfiltered}, for all tickets: closing a ticket then resolves its alert, whatever priority\n   and team the ticket has by then.`;
  const conditions = first.length > 1 ? 'these conditions' : 'this condition';
  if (more.length === 0)
    return `Add the events ${filtered}. Set ${conditions} on both: ${inWords(first)}.\n   ${closed}`;
  const lines = [first, ...more].map((combination) => `   - ${inWords(combination)}`).join('\n');
  return `Add the events ${filtered} once for each of these lines, and set ${conditions} on both:\n\n${lines}\n\n   ${closed}`;
}

/** The conditions of each binding of an event; without a filter there is one, without conditions. */
function combinationsOf(settings: Settings): string[][] {
  let combinations: string[][] = [[]];
  for (const [attribute, name] of ATTRIBUTES) {
    const conditions = settings[FILTER_SETTINGS[attribute]]?.map((value) => `${name} is ${code(value)}`) ?? [];
    if (conditions.length === 0) continue;
    combinations = combinations.flatMap((before) => conditions.map((condition) => [...before, condition]));
  }
  return combinations;
}

function inWords(conditions: readonly string[]): string {
  return conditions.join(' and ');
}

function titles(events: readonly RunbookEvent[]): string {
  const names = events.map(({ title }) => `**${title}**`);
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');
}

/** Any text as Markdown code in one line. */
function code(value: Value): string {
  const text = String(value).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}
