import type { Problem } from '../errors/cli-error.ts';
import { checkTemplate } from '../payload/check.ts';
import { variablesOf } from '../payload/template.ts';
import { describeOrigin, placeOf } from './raw-value.ts';
import { type FieldKey, fieldOf, type Origins, type Settings } from './settings.ts';
import { tooManyCombinations } from './ticket-filters.ts';

/** The rules between settings, which ilert and Halo would only enforce after some of the work is done. */
export function checkRules(settings: Settings, origins: Origins): Problem[] {
  const rules = [groupingRules, supportHoursRules, policyRules, externalSourceRules, filterRules, payloadRules];
  return rules.flatMap((rule) => rule(settings, origins));
}

/** ilert's wizard only asks for a window, or a threshold, with the kinds of grouping that have one. */
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

/** Set, but already reported as invalid: no rule applies. */
function isInvalid(key: FieldKey, settings: Settings, origins: Origins): boolean {
  return settings[key] === undefined && origins.has(key);
}

function policyRules(settings: Settings, origins: Origins): Problem[] {
  if ((settings['alertSource.policyResponders'] ?? []).length > 0) return [];
  return unused('alertSource.policyTimeout', 'is only valid with --policy-responder', origins);
}

/** An external alert source is never written, so settings of it would be ignored silently. */
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

/** A name may turn out to be several values, so this is checked again once they are looked up. */
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
  // If its file can't be read, that has already been reported.
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
