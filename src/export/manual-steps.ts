import { SHIPPED_PAYLOADS } from '../config/payload-file.ts';
import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import {
  ATTRIBUTE_NAMES,
  combinationsOf,
  FILTER_ATTRIBUTES,
  FILTER_SETTINGS,
  type FilterAttribute,
} from '../config/ticket-filters.ts';
import type { Value } from '../engine/values.ts';
import { EVENTS, type RunbookEvent } from '../providers/halo/event-catalogue.ts';
import { asksForFilter, eventsFor } from '../providers/halo/ticket-filter.ts';
import { templateText } from '../providers/ilert/alert-template.ts';
import { PRIORITY_TEMPLATE } from '../providers/ilert/halo-priority.ts';
import type { AlertSourceRow } from '../providers/ilert/schemas.ts';
import { ticketLinkOf } from '../providers/ilert/ticket-link.ts';
import { isNobody } from '../providers/resolve-agent.ts';
import { listInWords } from '../text/list.ts';

/** What the steps after an export depend on; none of it is secret. */
export interface ImportGuide {
  readonly settings: Settings;
  /** The alert source in ilert; undefined if ilert was not read. */
  readonly source: AlertSourceRow | undefined;
  /** Base URL and path of the exported method; a key in the path is shortened. */
  readonly baseUrl: Value;
  readonly path: Value;
  /** Tests ilert's side with the settings of the export. */
  readonly verify: string;
  /** Whether the export has a Terraform file. */
  readonly terraform: boolean;
}

/** How to mark up text. */
export interface Markup {
  /** A name, or something to type. */
  readonly value: (value: Value) => string;
  /** Something shown on a product's page. */
  readonly label: (text: string) => string;
  /** Something to run in a terminal. */
  readonly command: (line: string) => string;
}

/** Something to do by hand. */
export interface ManualStep {
  readonly text: string;
  readonly items?: readonly string[];
  /** What helps if the step does not go as described. */
  readonly details?: string;
}

/** Steps to do in one place. */
export interface StepGroup {
  readonly title: string;
  readonly steps: readonly ManualStep[];
}

/** Returns the manual steps after an export, in the words of both products' pages. Pure; contains no secret. */
export function manualSteps(guide: ImportGuide, markup: Markup): StepGroup[] {
  const { settings, source } = guide;
  const product = productOf(settings).name;
  return [
    ...(source ? [] : [{ title: 'In ilert', steps: [createSource(guide, markup), ...onCallSteps(settings, markup)] }]),
    { title: `In ${product}: custom integration`, steps: integrationSteps(guide, markup) },
    { title: `In ${product}: runbook`, steps: runbookSteps(guide, markup) },
    { title: 'Test', steps: testSteps(guide, markup) },
    ...(source ? [{ title: 'Clean up', steps: [deleteKey(markup)] }] : []),
  ];
}

function createSource({ settings, terraform }: ImportGuide, { value, label }: Markup): ManualStep {
  const byTerraform = terraform ? `, or let Terraform create it from ${value('alert-source.tf')}` : '';
  const { name } = productOf(settings);
  return {
    text: `${label('Alert sources')} > ${label('Create new alert source')} > ${label(name)}: name it ${value(settings['alertSource.name'])}${byTerraform}. Note the URL on the last page: you need its path below.`,
    details: `${value('export')} without ${value('--offline')} creates the alert source, and puts the path into the file.`,
  };
}

/** Returns what else to set on a new alert source for the people on call. */
function onCallSteps(settings: Settings, { value, label }: Markup): ManualStep[] {
  const link = settings['alertSource.ticketLink'] ? ticketLinkOf(settings) : undefined;
  const details = 'Not yet confirmed on a live tenant: check the first alert.';
  return [
    ...(link
      ? [
          {
            text: `In the alert source, add a link ${value(link.text)} to ${value(templateText(link.hrefTemplate))}.`,
            details,
          },
        ]
      : []),
    ...(['priority', 'severity'] as const).flatMap((to): ManualStep[] => {
      const entries = Object.entries(settings[`alertSource.${to}FromHalo`] ?? {});
      if (entries.length === 0) return [];
      const text = `In the alert source, set the ${label(`alert ${to}`)} by the value ${value(PRIORITY_TEMPLATE)}:`;
      return [{ text, items: entries.map(([name, mapped]) => `${value(name)} is ${value(mapped)}`), details }];
    }),
  ];
}

function integrationSteps({ settings, source, baseUrl, path }: ImportGuide, { value, label }: Markup): ManualStep[] {
  return [
    {
      text: `${label('Configuration')}, search for ${label('Custom Integrations')}: choose ${label('Import from JSON')} and select ${value('custom-integration.json')}.`,
      details: 'Import it once: importing the same file twice may create duplicates.',
    },
    {
      text: `Open ${value(settings['halo.integrationName'])} and check the base URL ${value(baseUrl)} and the authorisation ${label('None')}.`,
    },
    {
      text: `Under ${label('Methods')}, open ${value(settings['halo.methodName'])} and check the method ${label('POST')}, the body ${label('JSON')} and the path ${value(path)}${source ? '' : `. ${label('Replace this path')} with that of your alert source's URL`}.`,
      details: `${source ? 'The path must end in the whole integration key, as in the URL that ilert shows for the alert source. ' : ''}${payloadChoice(settings['halo.payload'].name, value)}`,
    },
  ];
}

function payloadChoice(name: string, value: Markup['value']): string {
  const others = SHIPPED_PAYLOADS.filter((each) => each !== name).map((each) => value(`payload-${each}.json`));
  return `The body is the payload ${value(name)}. To send other fields, replace it with the text of ${others.join(' or ')}.`;
}

function runbookSteps({ settings }: ImportGuide, markup: Markup): ManualStep[] {
  const { value, label } = markup;
  const called = `${settings['halo.integrationName']}: ${settings['halo.methodName']}`;
  const { name: product } = productOf(settings);
  return [
    {
      text: `${label('Configuration')}, search for ${label('Integration Runbooks')}: choose ${label('Import from JSON')} and select ${value('runbook.json')}.`,
      details: 'The custom integration must exist by then: the import looks for its method.',
    },
    {
      text: `Open ${value(settings['halo.runbookName'])}. In its flow chart, the step ${label('Send webhook')} must execute ${value(called)}.`,
      details: 'If no method is selected, select it (the import did not find it).',
    },
    {
      text: `The two branches of that step must differ: ${label('Successful Response (200 - 299)')} leads to ${label('Success')}, ${label('Unsuccessful Response')} leads to ${label('Error')}, and the result of ${label('Error')} is ${label('Failed (retry from the start)')}.`,
      details: `After plain ${label('Failed')}, ${product} does not retry a ticket that ilert could not accept.`,
    },
    ...eventSteps(settings, markup),
    ...notificationSteps(settings, markup),
    {
      text: `Set the runbook to ${label('Active')} and save. Check the two branches again: saving can reset them.`,
    },
  ];
}

function eventSteps(settings: Settings, { value, label }: Markup): ManualStep[] {
  const titles = (events: readonly RunbookEvent[]) => listInWords(events.map(({ title }) => label(title)));
  const filtered = titles(EVENTS.filter(({ isFiltered }) => isFiltered));
  const closed = titles(EVENTS.filter(({ isFiltered }) => !isFiltered));
  const combinations = conditionsFor(settings, value);
  const [first = []] = combinations;
  if (first.length === 0) return [{ text: `Add the events ${titles(eventsFor(settings))}, each for all tickets.` }];
  const changing = listInWords(filteredBy(settings).map((attribute) => ATTRIBUTE_NAMES[attribute]));
  const whatever = `Closing a ticket then resolves its alert, even if its ${changing} changed in the meantime.`;
  return [
    combinations.length === 1
      ? { text: `Add the events ${filtered}, and set on both: ${listInWords(first)}.` }
      : {
          text: `Add the events ${filtered} once for each of these lines, with its conditions on both:`,
          items: combinations.map((conditions) => listInWords(conditions)),
        },
    { text: `Add the event ${closed} as well, for all tickets and without conditions. ${whatever}` },
  ];
}

/** The runbook's file can't name the agent, whose ID is only known from Halo's API. */
function notificationSteps(settings: Settings, { value }: Markup): ManualStep[] {
  const recipient = settings['halo.notifyOnFailure'];
  if (recipient === undefined || isNobody(recipient)) return [];
  const agent = /^\d+$/.test(recipient) ? `the agent with the ID ${value(recipient)}` : `the agent ${value(recipient)}`;
  return [
    {
      text: `In the settings of the runbook, turn on the notification on failure, and choose ${agent}.`,
      details:
        'Do not let it log a ticket for failed attempts: that ticket may start the same runbook again, and fail again.',
    },
  ];
}

function testSteps({ settings, verify }: ImportGuide, { command }: Markup): ManualStep[] {
  const which = asksForFilter(settings) ? ' that meets the conditions' : '';
  const { name: product } = productOf(settings);
  return [
    {
      text: `ilert's side alone: ${command(verify)} posts a test event as ${product} would. It creates a real alert and resolves it.`,
      details: 'Use the same settings as for the export.',
    },
    {
      text: `The whole way: log a ticket${which} in ${product}. Within two minutes its alert appears in ilert. Close the ticket: the alert is resolved.`,
      details: "If no alert appears, check the runbook's run history.",
    },
  ];
}

function deleteKey({ value }: Markup): ManualStep {
  return {
    text: `Delete ${value('custom-integration.json')}: it contains the integration key of the alert source, and anyone who has it can create alerts.`,
    details: 'Do not commit it.',
  };
}

function filteredBy(settings: Settings): FilterAttribute[] {
  return FILTER_ATTRIBUTES.filter((attribute) => (settings[FILTER_SETTINGS[attribute]] ?? []).length > 0);
}

/** Returns the conditions of each event. Without a filter, it is added once, without conditions. */
function conditionsFor(settings: Settings, value: Markup['value']): string[][] {
  const wanted = (attribute: FilterAttribute) => settings[FILTER_SETTINGS[attribute]] ?? [];
  const filters = { ticketType: wanted('ticketType'), priority: wanted('priority'), team: wanted('team') };
  return combinationsOf(filters).map((combination) =>
    combination.map(
      ([attribute, name]) => `${ATTRIBUTE_NAMES[attribute]} ${/^\d+$/.test(name) ? 'ID ' : ''}is ${value(name)}`,
    ),
  );
}
