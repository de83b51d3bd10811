import * as z from 'zod';

const text = z.string();

const headers = z
  .partialRecord(z.enum(['retry-after', 'x-ratelimit-remaining', 'location']), text)
  .describe('The headers that the program reads; no others are recorded.');

const exchange = z
  .strictObject({
    service: z.enum(['halo', 'ilert']).describe('Which of the two services the request was sent to.'),
    request: z.strictObject({
      method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
      path: text.describe('Path of the URL, without the host.'),
      query: text.optional().describe('Query of the URL, without `?`.'),
      body: z.unknown().optional().describe('The JSON that was sent.'),
      form: z.record(text, text).optional().describe('The form that was sent, when signing in.'),
    }),
    response: z.union([
      z.strictObject({
        status: z.int().describe('HTTP status.'),
        headers: headers.optional(),
        body: z.unknown().optional().describe('The JSON that was received.'),
        text: text.optional().describe('A placeholder for a body that is not JSON.'),
      }),
      z.strictObject({ error: text.describe('Why there was no response, such as `connection refused`.') }),
    ]),
  })
  .describe('A request and its response.');

/** A recording: every request of a run with its response, without anything of the account. */
export const recordingSchema = z
  .strictObject({
    format: z.literal('ilert-haloitsm-recording'),
    version: z.literal(1).describe('Version of the format; keys may be added within a version.'),
    about: text.describe('What the recording is for, and what it does not contain.'),
    producedWith: z
      .enum(['simulators', 'live account'])
      .describe("What answered: this program's own simulators, or the vendors' services."),
    versions: z.strictObject({ tool: text, node: text }).describe('Versions of this tool and of Node.js.'),
    product: text.describe('The Halo product.'),
    exchanges: z.array(exchange).describe('In the order in which the requests ended.'),
  })
  .meta({ id: 'recording' });

export type Recording = z.infer<typeof recordingSchema>;
/** A request and its response. */
export type Exchange = Recording['exchanges'][number];
/** The headers of a response that are recorded. */
export type Headers = z.infer<typeof headers>;

/** The origins at which each service answered. */
export type Origins = Readonly<Record<Exchange['service'], readonly string[]>>;

const LINE_WIDTH = 120;

const ABOUT =
  'Requests of ilert-haloitsm and their responses, for its makers. Hosts, keys, names, texts and ids are placeholders, such as text-1; the same placeholder always stands for the same value. docs/recordings.md says what is kept. Nothing is sent by the program: read it, then send it if you like.';

/** Builds a recording of exchanges that were already redacted. */
export function recordingOf(parts: Pick<Recording, 'producedWith' | 'versions' | 'product' | 'exchanges'>): Recording {
  const { producedWith, versions, product, exchanges } = parts;
  return {
    format: 'ilert-haloitsm-recording',
    version: 1,
    about: ABOUT,
    producedWith,
    versions,
    product,
    exchanges,
  };
}

/** Renders the text of the file: what fits on a line is on one. */
export function renderRecording(recording: Recording): string {
  return `${rendered(recording, '')}\n`;
}

function rendered(value: unknown, indent: string): string {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= LINE_WIDTH) return line;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((element) => rendered(element, inner))
    : Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${rendered(part, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
}

/** Reads the text of a file; undefined if it is not a recording. */
export function parseRecording(text: string): Recording | undefined {
  try {
    return recordingSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
