import type { z } from 'zod';
import { badRequest } from './refusal.ts';

/**
 * Validates a body against a strict schema.
 *
 * @throws Refusal 400 with a sentence that names the first wrong field
 */
export function checked<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (!issue) throw badRequest('The body is wrong.');
  throw badRequest(sentence(issue));
}

function sentence(issue: z.core.$ZodIssue): string {
  const place = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => `"${place === '' ? key : `${place}.${key}`}"`);
    return `Unknown field ${names.join(', ')}.`;
  }
  return place === '' ? `The body is wrong: ${issue.message}.` : `Field "${place}" is wrong: ${issue.message}.`;
}
