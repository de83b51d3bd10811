import { isIlertHost } from '../../config/secret-destinations.ts';
import { isIlertKey } from '../../config/secrets.ts';
import { isIntegrationKey } from '../../providers/ilert/refusals.ts';

/** Says what a text is if its form shows that it isn't an ilert API key. Pure. */
export function mistakenApiKey(text: string): string | undefined {
  if (isUrl(text)) return 'This is a URL. Paste the API key itself: in ilert, user icon > Manage API keys.';
  return isIntegrationKey(text)
    ? 'This is the API key of an alert source (it starts with il1h). Create a personal one under user icon > Manage API keys: it starts with il1api.'
    : undefined;
}

/** Does the same for the client ID of an API application. @param product its name */
export function mistakenClientId(text: string, product: string): string | undefined {
  if (isUrl(text)) return `This is a URL. Paste the client ID of the API application in ${product}.`;
  return isIlertKey(text.trim())
    ? `This is a key of ilert. Paste the client ID of the API application in ${product}.`
    : undefined;
}

/** Does the same for its client secret. @param clientId of the application */
export function mistakenClientSecret(text: string, clientId: string, product: string): string | undefined {
  if (isUrl(text)) return `This is a URL. Paste the client secret of the API application in ${product}.`;
  if (isIlertKey(text.trim()))
    return `This is a key of ilert. Paste the client secret of the API application in ${product}.`;
  return text.trim().toLowerCase() === clientId.trim().toLowerCase()
    ? `This is the client ID again. Paste the client secret, which ${product} shows when the application is created.`
    : undefined;
}

/** Whether a URL belongs to ilert, although HaloITSM's was requested. */
export function isIlertUrl(url: string): boolean {
  return isIlertHost(new URL(url).hostname);
}

function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text.trim());
}
