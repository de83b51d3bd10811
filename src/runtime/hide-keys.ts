import { addressOf, keyIn } from '../providers/halo/method-address.ts';
import type { IntegrationState } from '../providers/integration.ts';
import { Secret } from '../secret/secret.ts';
import type { Context } from './context.ts';

/** An integration key is a secret: from here on it is not printed, wherever it comes from. */
export function hideKeys({ redactor }: Context, state: IntegrationState): void {
  const { 'alert-source': source, 'custom-integration': integration, method } = state;
  for (const value of [source?.integrationKey, source?.integrationUrl, method?.path]) {
    if (value instanceof Secret) redactor.add(afterLastSlash(value.reveal()));
  }
  // A person may have entered the key, or part of it, as the base URL.
  for (const address of [integration?.resourcebaseurl, method?.resource, method && addressOf(method)]) {
    if (typeof address !== 'string') continue;
    const key = keyIn(address);
    if (key !== undefined) for (const written of [key, afterLastSlash(address)]) redactor.add(written);
  }
}

function afterLastSlash(address: string): string {
  return address.slice(address.lastIndexOf('/') + 1);
}
