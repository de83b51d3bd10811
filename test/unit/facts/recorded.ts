import { createRecorder, type Recorder } from '../../../src/facts/recorder.ts';
import type { HttpEvent, HttpRequest } from '../../../src/http/request.ts';

/** An answer: its request, its status, and its body. */
export type Answered = readonly [request: string, status: number, body?: unknown];

/** Creates an event of the HTTP client. */
function answeredEvent([request, status, body]: Answered): HttpEvent {
  const [method, path = ''] = request.split(' ') as [HttpRequest['method'], string];
  const url = URL.canParse(path) ? path : `https://acme.example${path}`;
  return {
    type: 'answered',
    method,
    url,
    sent: { service: 'HaloITSM', method, url, repeatable: true },
    status,
    location: undefined,
    retryAfter: undefined,
    ms: 1,
    remaining: undefined,
    read: () => ({ body, isJson: body !== undefined, text: '' }),
  };
}

/** Creates a recorder that has received these answers. */
export function recorded(...answers: readonly Answered[]): Recorder {
  const recorder = createRecorder();
  for (const answer of answers) recorder.listen(answeredEvent(answer));
  return recorder;
}
