import type { Problem } from '../errors/cli-error.ts';
import { checkTemplate } from '../payload/check.ts';
import { variablesOf } from '../payload/template.ts';
import { describeOrigin, type Origin } from './raw-value.ts';
import { type FieldKey, fieldOf, type Settings } from './settings.ts';

type Origins = ReadonlyMap<FieldKey, Origin>;

/** The rules between settings, which ilert and Halo would only tell of after some of the work is done. */
export function checkRules(settings: Settings, origins: Origins): Problem[] {
  return [
    ...groupingRules(settings, origins),
    ...supportHoursRules(settings, origins),
    ...policyRules(settings, origins),
    ...othersSourceRules(settings, origins),
    ...payloadRules(settings, origins),
  ];
}

/** ilert's wizard asks for a window, or a threshold, only with the kinds of grouping that take one. */
function groupingRules(settings: Settings, origins: Origins): Problem[] {
  const grouping = settings['alertSource.grouping'];
  if (isWrong('alertSource.grouping', settings, origins)) return [];
  const takesWindow = grouping === 'window' || grouping === 'similarity';
  const problems: Problem[] = [];
  if (takesWindow && !origins.has('alertSource.groupingWindow')) {
    problems.push({
      message: `Grouping "${grouping}" needs a window.`,
      hint: `Give --grouping-window, one of ${fieldOf('alertSource.groupingWindow').choices?.join(', ')}.`,
    });
  }
  if (!takesWindow)
    problems.push(
      ...useless('alertSource.groupingWindow', 'only goes with grouping "window" or "similarity"', origins),
    );
  if (grouping !== 'similarity')
    problems.push(...useless('alertSource.scoreThreshold', 'only goes with grouping "similarity"', origins));
  return problems;
}

function supportHoursRules(settings: Settings, origins: Origins): Problem[] {
  const priority = settings['alertSource.priority'];
  if (isWrong('alertSource.priority', settings, origins)) return [];
  const depends = priority?.endsWith('support-hours') ?? false;
  if (!depends)
    return useless('alertSource.supportHours', 'only goes with a priority that depends on support hours', origins);
  if (origins.has('alertSource.supportHours')) return [];
  return [
    { message: `Priority "${priority}" needs support hours.`, hint: 'Give --support-hours with their name or id.' },
  ];
}

/** Given, and refused already: nothing follows from it. */
function isWrong(key: FieldKey, settings: Settings, origins: Origins): boolean {
  return settings[key] === undefined && origins.has(key);
}

function policyRules(settings: Settings, origins: Origins): Problem[] {
  if ((settings['alertSource.policyResponders'] ?? []).length > 0) return [];
  return useless('alertSource.policyTimeout', 'only goes with responders of a policy that is made', origins);
}

/** An alert source that others keep is never written, so what was to be written there would be lost without a word. */
function othersSourceRules(settings: Settings, origins: Origins): Problem[] {
  const id = origins.get('alertSource.id');
  if (!id || isWrong('alertSource.id', settings, origins)) return [];
  const whence = describeOrigin(id, fieldOf('alertSource.id'));
  return [...origins]
    .filter(([key, { from }]) => key.startsWith('alertSource.') && key !== 'alertSource.id' && from !== 'default')
    .map(([key, origin]) => ({
      message: `${describeOrigin(origin, fieldOf(key))} would not be applied: the alert source of ${whence} is only read.`,
      hint: `Leave it out and set it where the alert source is kept, or leave ${whence} out.`,
    }));
}

function useless(key: FieldKey, why: string, origins: Origins): Problem[] {
  const origin = origins.get(key);
  return origin
    ? [{ message: `${describeOrigin(origin, fieldOf(key))} ${why}.`, hint: 'Leave it out, or change the other.' }]
    : [];
}

function payloadRules(settings: Settings, origins: Origins): Problem[] {
  const payload = settings['halo.payload'];
  // Its file could not be read: that has been told.
  if (payload?.text === undefined || !origins.has('halo.payload')) return [];
  const wrong = checkTemplate(payload.text, settings['halo.knownVariables'] ?? []);
  // Some other JSON that was named by mistake, such as one of credentials, must not get into Halo.
  if (wrong.length === 0 && variablesOf(payload.text).length === 0) {
    return [
      {
        message: `Payload ${payload.name} contains no ticket variables, so no ticket data would be sent.`,
        hint: 'Add variables such as <<ticket^id>>, or use --payload recommended.',
      },
    ];
  }
  return wrong.map(({ line, column, message, hint }) => ({
    message: `Payload ${payload.name}, line ${line} column ${column}: ${message}`,
    hint,
  }));
}
