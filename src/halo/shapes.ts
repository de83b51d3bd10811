import * as z from 'zod';
import type { Id, Row } from '../resources/resource.ts';
import type { Fields } from '../resources/value.ts';
import { keyedPath } from '../secret.ts';

/*
 * What a row is found by, or would be lost by, has to be of the type that is known: a row that is not
 * recognised would be made a second time, and steps that are not seen would be overwritten.
 * What this program does not read stays as it comes.
 */

/** Any row that is found by its name; where it may have none, it tells so. */
const named = { id: z.number(), name: z.string().nullable() };
/** It becomes part of a path, so it must not be one itself. */
const guid = z.string().regex(/^[\w{}-]+$/);

/** A row of any kind, where it is only looked at. */
export const anyRow = z.looseObject({ id: z.union([z.number(), guid]) }).transform((fields) => fields as Row);

/** What a change is answered with. @param path runbooks have GUIDs, all else has numbers */
export function writtenRow(path: string): z.ZodType<Row> {
  const id = path.startsWith('/Webhook') ? guid : z.number();
  return z.looseObject({ id }).transform((fields) => fields as Row);
}

/** `OutboundIntegrationMethod`; its path ends in an integration key. */
export const methodRow = z
  .looseObject({
    ...named,
    integration_id: z.number().nullish(),
    path: z.string().nullish(),
    requestbody: z.string().nullish(),
  })
  .transform(
    ({ path, ...rest }): Row => ({
      ...(rest as Fields & { id: Id }),
      ...(typeof path === 'string' && { path: keyedPath(path) }),
    }),
  );

/** `OutboundIntegration` with its methods. */
export const integrationRow = z
  .looseObject({ ...named, resourcebaseurl: z.string().nullish(), methods: z.array(methodRow).nullish() })
  .transform((fields) => fields as Row);

/** `Webhook` as a list shows it. */
export const listedRunbook = z
  .looseObject({ ...named, id: guid, type: z.number().nullish() })
  .transform((fields) => fields as Row);

const edge = z.looseObject({
  id: z.number().nullish(),
  start_step: z.number().nullish(),
  end_step: z.number().nullish(),
  seq: z.number().nullish(),
  approval_result: z.number().nullish(),
});

const step = z.looseObject({
  step_id: z.number(),
  name: z.string().nullish(),
  steptype: z.number().nullish(),
  auto_action: z.number().nullish(),
  auto_action_type: z.number().nullish(),
  isstart: z.boolean().nullish(),
  actions: z.array(edge).nullish(),
});

/** `Webhook` with its steps. */
export const runbookRow = z
  .looseObject({ ...named, id: guid, type: z.number().nullish(), steps: z.array(step).nullable() })
  .transform((fields) => fields as Row);

/** `UnameNotification`. */
export const bindingRow = z
  .looseObject({
    id: z.number(),
    eventno: z.number().nullable(),
    webhook_id: z.string().nullish(),
    filter_type: z.number().nullish(),
    conditions: z.array(z.unknown()).nullish(),
  })
  .transform((fields) => fields as Row);

/** An object, or a one-element array of it (facts: "the wire contract"). */
export function oneOf(row: z.ZodType<Row>) {
  return z.union([row, z.tuple([row]).transform(([only]) => only)]);
}

/** An array, or an object with one array in it; `total` where it says that it holds only a part. */
export function rowsOf<T>(each: z.ZodType<T>) {
  const wrapped = z.looseObject({ record_count: z.number().nullish() }).transform((answer, context) => {
    const list = z.array(each).safeParse(Object.values(answer).find(Array.isArray));
    // Many an error has an empty list in it: that there are none has to be counted.
    if (list.success && (list.data.length > 0 || typeof answer.record_count === 'number'))
      return { rows: list.data, total: answer.record_count ?? list.data.length };
    context.addIssue('is no list');
    return z.NEVER;
  });
  return z.union([z.array(each).transform((rows) => ({ rows, total: rows.length })), wrapped]);
}
