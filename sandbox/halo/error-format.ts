import type { Answer, Refusal } from '../http/service.ts';

/** The forms in which Halo's errors come, depending on the route and the version. */
export type HaloErrorFormat =
  | 'json-string'
  | 'plain-text'
  | 'result-code'
  | 'class-name'
  | 'message'
  | 'problem-details'
  | 'list';

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

/** An error of Halo. Throttling is answered as plain text, whatever the others are. */
export function haloError({ status, message }: Refusal, format: HaloErrorFormat): Omit<Answer, 'status'> {
  if (format === 'plain-text' || status === 429) return { text: message };
  return { body: BODIES[format](message, status) };
}
