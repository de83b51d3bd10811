import { rowInWords } from '../engine/resource.ts';
import { addressOf, keyIn } from './halo/method-address.ts';
import type { IntegrationState } from './integration.ts';

/** Warns, in a sentence, before our method is changed to post to a new alert source instead of another one. Pure. */
export function movedMethodInWords({ method, 'alert-source': source }: IntegrationState): string | undefined {
  if (!method || source || keyIn(addressOf(method)) === undefined) return undefined;
  return `The method ${rowInWords(method)} posts to an alert source that this API key does not find: it was deleted, or is in another ilert account. The method will post to a new one instead.`;
}
