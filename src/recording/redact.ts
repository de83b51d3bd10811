import { EVENT_CATALOGUE } from '../providers/halo/event-catalogue.ts';
import { type Placeholders, withPlaceholders } from './placeholders.ts';
import type { Exchange, Headers, Origins } from './recording.ts';
import { redactFieldName, redactNumber, redactPath, redactQuery, redactText } from './redact-text.ts';
import { isEventName } from './vocabulary.ts';

/** Seconds to wait, or requests left. */
const PUBLIC_HEADER = /^\d{1,4}$/;

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
  const value = (given: unknown) => redactValue(given, '', placeholders);
  return {
    service,
    request: {
      method,
      path: redactPath(path, placeholders),
      ...(query !== undefined && { query: redactQuery(query, placeholders) }),
      ...(body !== undefined && { body: value(body) }),
      ...(form && { form: value(form) as Record<string, string> }),
    },
    response:
      'error' in response
        ? response
        : {
            status: response.status,
            ...(response.headers && { headers: redactHeaders(response.headers, placeholders) }),
            ...(response.body !== undefined && { body: value(response.body) }),
            ...(response.text !== undefined && { text: placeholders.text(response.text) }),
          },
  };
}

function redactHeaders(headers: Headers, placeholders: Placeholders): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      PUBLIC_HEADER.test(value) ? value : redactText(value, name, placeholders),
    ]),
  );
}

/** @param field the field that contains it; of a list's element, the field that contains the list */
function redactValue(value: unknown, field: string, placeholders: Placeholders): unknown {
  if (typeof value === 'string') return redactText(value, field, placeholders);
  if (typeof value === 'number') return redactNumber(value, field, placeholders);
  if (Array.isArray(value)) return value.map((element) => redactValue(element, field, placeholders));
  if (typeof value !== 'object' || value === null) return value;
  const isEvent = isEventOfCatalogue(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      redactFieldName(name, placeholders),
      redactValue(part, isEvent && name === 'id' ? 'eventno' : name, placeholders),
    ]),
  );
}

/** A row of the catalogue: its ID is the event's number, a code (fact `event-numbers`). */
function isEventOfCatalogue({ lookupid, name }: { readonly lookupid?: unknown; readonly name?: unknown }): boolean {
  return Number(lookupid) === EVENT_CATALOGUE || (typeof name === 'string' && isEventName(name));
}
