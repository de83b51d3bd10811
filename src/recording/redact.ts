import { EVENT_CATALOGUE } from '../providers/halo/event-catalogue.ts';
import { type Placeholders, withPlaceholders } from './placeholders.ts';
import type { Exchange, Headers, Origins } from './recording.ts';
import { type Place, redactFieldName, redactNumber, redactPath, redactQuery, redactText } from './redact-text.ts';
import { isEventName } from './vocabulary.ts';

/** Headers that are numbers of the service: seconds to wait, or requests left. */
const NUMBERS = ['retry-after', 'x-ratelimit-remaining'];
const PUBLIC_NUMBER = /^\d{1,4}$/;

/** Fields that contain a payload, in lower case. */
const PAYLOADS = ['customdetails'];

/**
 * Replaces everything of an account in its exchanges by stable placeholders: the same value is the same placeholder in
 * all of them. Keeps only what is on a fixed list (vocabulary.ts, field-names.ts). Pure.
 *
 * @param origins those of the two services
 */
export function redactExchanges(exchanges: readonly Exchange[], origins: Origins): Exchange[] {
  return withPlaceholders(origins, (placeholders) =>
    exchanges.map((exchange) => redactExchange(exchange, placeholders)),
  );
}

function redactExchange({ service, request, response }: Exchange, placeholders: Placeholders): Exchange {
  const { method, path, query, body, form } = request;
  const top: Place = { field: '', depth: 0, placeholders };
  const value = (given: unknown) => redactValue(given, top);
  return {
    service,
    request: {
      method,
      path: redactPath(path, top),
      ...(query !== undefined && { query: redactQuery(query, top) }),
      ...(body !== undefined && { body: value(body) }),
      ...(form && { form: value(form) as Record<string, string> }),
    },
    response:
      'error' in response
        ? response
        : {
            status: response.status,
            ...(response.headers && { headers: redactHeaders(response.headers, top) }),
            ...(response.body !== undefined && { body: value(response.body) }),
            ...(response.text !== undefined && { text: placeholders.text(response.text) }),
          },
  };
}

function redactHeaders(headers: Headers, place: Place): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      NUMBERS.includes(name) && PUBLIC_NUMBER.test(value) ? value : redactText(value, place),
    ]),
  );
}

function redactValue(value: unknown, place: Place): unknown {
  if (typeof value === 'string') return redactText(value, place);
  if (typeof value === 'number') return redactNumber(value, place);
  if (Array.isArray(value)) return value.map((element) => redactValue(element, place));
  if (typeof value !== 'object' || value === null) return value;
  const isEvent = isEventOfCatalogue(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      redactFieldName(name, place.placeholders),
      redactValue(part, {
        ...place,
        field: isEvent && name === 'id' ? 'eventno' : name,
        depth: place.depth + Number(PAYLOADS.includes(name.toLowerCase())),
      }),
    ]),
  );
}

/** A row of the catalogue: its ID is the event's number, a code (fact `event-numbers`). */
function isEventOfCatalogue({ lookupid, name }: { readonly lookupid?: unknown; readonly name?: unknown }): boolean {
  return Number(lookupid) === EVENT_CATALOGUE || (typeof name === 'string' && isEventName(name));
}
