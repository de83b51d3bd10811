import type { Refusal } from '../http/refusal.ts';
import type { Answer } from '../http/service.ts';
import type { HaloErrorFormat } from '../options.ts';

const BODIES: Readonly<Record<Exclude<HaloErrorFormat, 'plain-text'>, (message: string, status: number) => unknown>> = {
  'json-string': (message) => message,
  'result-code': (message) => ({ resultCode: -1, errorMessage: message }),
  'class-name': (Message) => ({ ClassName: 'System.Exception', Message }),
  message: (Message) => ({ Message }),
  'problem-details': (message, status) => ({
    title: 'One or more validation errors occurred.',
    status,
    errors: { '': [message] },
  }),
  list: (message) => [{ errorMessage: message }],
};

/** Formats an error of Halo. Throttling is always plain text. */
export function haloError({ status, message }: Refusal, format: HaloErrorFormat): Omit<Answer, 'status'> {
  if (format === 'plain-text' || status === 429) return { text: message };
  return { body: BODIES[format](message, status) };
}
