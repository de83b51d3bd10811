import type { Style } from '../ui/style.ts';
import type { ResultOf } from './result.ts';

/** Describes what a run of `verify` has shown, and what it has not. Pure. */
export function renderTested(result: ResultOf<'verify'>, style: Style): string {
  return [style.good(shownBy(result)), ...notShownBy(result)].join('\n');
}

/** Describes what a test has shown. Pure. */
export function shownBy({ tested, product, only, alertId }: ResultOf<'verify'>): string {
  switch (tested) {
    case 'without-alert':
      return only === 'ilert'
        ? "ilert's side is configured. No alert was created, so no one was paged."
        : 'All checks passed. No alert was created, so no one was paged.';
    case 'ilert':
      return `ilert's side works: a test event created alert ${alertId}, and the closing event resolved it.`;
    case 'end-to-end':
      return `It works: a ticket in ${product} created alert ${alertId}, and closing the ticket resolved it.`;
  }
}

/** Describes what it has not shown. If Halo was not read, no API application could test through it either. Pure. */
export function notShownBy({ tested, product, only }: ResultOf<'verify'>): string[] {
  if (only === 'ilert')
    return [`${product} was not tested. To test it as well, log a ticket in ${product} and close it again.`];
  return tested === 'ilert' ? [`${product} was not involved; use --through-halo to test it too.`] : [];
}
