import type { Problem } from '../errors/cli-error.ts';
import { checkTemplate } from '../payload/check.ts';
import { PRIORITY_NAME, sendsAt } from '../payload/sent-fields.ts';
import { variablesOf } from '../payload/template.ts';
import { productOf } from './product.ts';
import { describeOrigin, placeOf } from './raw-value.ts';
import { type FieldKey, fieldOf, type Origins, type Settings } from './settings.ts';
import { tooManyCombinations } from './ticket-filters.ts';

/** Checks the rules between settings, which ilert and Halo would only enforce halfway through the work. */
export function checkRules(settings: Settings, origins: Origins): Problem[] {
  const rules = [
    groupingRules,
    supportHoursRules,
    policyRules,
    externalSourceRules,
    filterRules,
    payloadRules,
    ticketLinkRules,
    haloPriorityRules,
  ];
  return rules.flatMap((rule) => rule(settings, origins));
}

/** As in ilert's wizard, only some kinds of grouping have a window or a threshold. */
function groupingRules(settings: Settings, origins: Origins): Problem[] {
  const grouping = settings['alertSource.grouping'];
  if (isInvalid('alertSource.grouping', settings, origins)) return [];
  const hasWindow = grouping === 'window' || grouping === 'similarity';
  const missing = {
    message: `Grouping "${grouping}" needs a grouping window.`,
    hint: `Set --grouping-window to one of ${fieldOf('alertSource.groupingWindow').choices?.join(', ')}.`,
    place: placeOf(origins.get('alertSource.grouping')),
  };
  const window = hasWindow
    ? needed('alertSource.groupingWindow', missing, origins)
    : unused('alertSource.groupingWindow', 'is only valid with grouping "window" or "similarity"', origins);
  if (grouping === 'similarity') return window;
  return [...window, ...unused('alertSource.similarityThreshold', 'is only valid with grouping "similarity"', origins)];
}

function supportHoursRules(settings: Settings, origins: Origins): Problem[] {
  const priority = settings['alertSource.priority'];
  if (isInvalid('alertSource.priority', settings, origins)) return [];
  const depends = priority?.endsWith('support-hours') ?? false;
  if (!depends)
    return unused('alertSource.supportHours', 'is only valid with a priority that depends on support hours', origins);
  const missing = {
    message: `Priority "${priority}" needs support hours.`,
    hint: 'Set --support-hours to their name or ID.',
    place: placeOf(origins.get('alertSource.priority')),
  };
  return needed('alertSource.supportHours', missing, origins);
}

/** Whether a setting was set but already reported as invalid, so that no rule applies. */
function isInvalid(key: FieldKey, settings: Settings, origins: Origins): boolean {
  return settings[key] === undefined && origins.has(key);
}

function policyRules(settings: Settings, origins: Origins): Problem[] {
  if ((settings['alertSource.policyResponders'] ?? []).length > 0) return [];
  return unused('alertSource.policyTimeout', 'is only valid with --policy-responder', origins);
}

/** An external alert source is never written, so its settings would be ignored silently. */
function externalSourceRules(settings: Settings, origins: Origins): Problem[] {
  const id = origins.get('alertSource.id');
  if (!id || isInvalid('alertSource.id', settings, origins)) return [];
  const source = describeOrigin(id, fieldOf('alertSource.id'));
  return [...origins]
    .filter(([key, { from }]) => key.startsWith('alertSource.') && key !== 'alertSource.id' && from !== 'default')
    .map(([key, origin]) => ({
      message: `${describeOrigin(origin, fieldOf(key))} has no effect, because the alert source (${source}) is managed elsewhere.`,
      hint: `Remove ${describeOrigin(origin, fieldOf(key))} and change it where the alert source is managed, or remove ${source}.`,
      place: placeOf(origin),
    }));
}

/** A name may match several values, so this is checked again after the lookup. */
function filterRules(settings: Settings, origins: Origins): Problem[] {
  const values = {
    ticketType: settings['halo.onlyTicketType'] ?? [],
    priority: settings['halo.onlyPriority'] ?? [],
    team: settings['halo.onlyTeam'] ?? [],
  };
  return tooManyCombinations(values, settings, origins);
}

function needed(key: FieldKey, missing: Problem, origins: Origins): Problem[] {
  return origins.has(key) ? [] : [missing];
}

function unused(key: FieldKey, why: string, origins: Origins): Problem[] {
  const origin = origins.get(key);
  if (!origin) return [];
  const message = `${describeOrigin(origin, fieldOf(key))} ${why}.`;
  return [{ message, hint: 'Remove it, or change the other setting.', place: placeOf(origin) }];
}

function payloadRules(settings: Settings, origins: Origins): Problem[] {
  const payload = settings['halo.payload'];
  const origin = origins.get('halo.payload');
  // If its file can't be read, that was reported already.
  if (payload?.text === undefined || !origin) return [];
  const wrong = checkTemplate(payload.text, settings['halo.allowedVariables'] ?? []);
  // Another JSON file named by mistake, such as one with credentials, must not be sent to Halo.
  if (wrong.length === 0 && variablesOf(payload.text).length === 0) {
    const message = `Payload ${payload.name} contains no ticket variables, so no ticket data would be sent.`;
    const place = payload.path === undefined ? placeOf(origin) : { file: payload.path };
    return [{ message, hint: 'Add variables such as <<ticket^id>>, or use --payload recommended.', place }];
  }
  return wrong.map(({ line, column, message, hint }) => ({
    message: `Payload ${payload.name}, line ${line} column ${column}: ${message}`,
    hint,
    place: payload.path === undefined ? placeOf(origin) : { file: payload.path, line, column },
  }));
}

/** The most links that ilert allows in one alert source (fact `ilert-at-most`). */
export const MAX_LINKS = fieldOf('alertSource.linkTemplates').max ?? Number.POSITIVE_INFINITY;

/** The link needs Halo's URL, and counts towards the maximum number of links in ilert. */
function ticketLinkRules(settings: Settings, origins: Origins): Problem[] {
  const origin = origins.get('alertSource.ticketLink');
  if (!origin || settings['alertSource.ticketLink'] !== true) return [];
  const link = describeOrigin(origin, fieldOf('alertSource.ticketLink'));
  const place = placeOf(origin);
  const others = settings['alertSource.linkTemplates'] ?? [];
  return [
    ...(origins.has('halo.url')
      ? []
      : [
          {
            code: 'setting-missing' as const,
            message: `${link} needs the URL of ${productOf(settings).name}, which the link leads to.`,
            hint: 'Set --halo-url, HALO_URL, or halo.url in the settings file.',
            place,
          },
        ]),
    ...(others.length < MAX_LINKS
      ? []
      : [
          {
            message: `${link} adds a link to the ${others.length} of alertSource.linkTemplates; ilert takes at most ${MAX_LINKS}.`,
            hint: 'Remove one of them, or the link to the ticket.',
            place,
          },
        ]),
  ];
}

/** The settings that derive a template from Halo's priority, each with the setting for the template itself. */
const FROM_HALO = [
  ['alertSource.priorityFromHalo', 'alertSource.priorityTemplate'],
  ['alertSource.severityFromHalo', 'alertSource.severityTemplate'],
] as const satisfies readonly (readonly [FieldKey, FieldKey])[];

/** An alert source has one template for each, which reads the priority's name from where the payload has it. */
function haloPriorityRules(settings: Settings, origins: Origins): Problem[] {
  const payload = settings['halo.payload']?.text;
  return FROM_HALO.flatMap(([key, template]): Problem[] => {
    const origin = origins.get(key);
    const map = settings[key];
    if (!origin || map === undefined) return [];
    const given = describeOrigin(origin, fieldOf(key));
    const place = placeOf(origin);
    const other = origins.get(template);
    const isSent = Object.keys(map).length === 0 || payload === undefined || sendsAt(payload, PRIORITY_NAME);
    return [
      ...(other
        ? [
            {
              message: `${given} and ${describeOrigin(other, fieldOf(template))} set the same template of the alert source.`,
              hint: 'Remove one of them.',
              place,
            },
          ]
        : []),
      ...(isSent
        ? []
        : [
            {
              message: `${given} has no effect: the payload ${settings['halo.payload'].name} does not send the name of the priority as ${PRIORITY_NAME.join('.')}.`,
              hint: `Add "priority": {"name": <<ticket^priority^name>>} to its ticket, or use ${template} with the path where it is sent.`,
              place,
            },
          ]),
    ];
  });
}
