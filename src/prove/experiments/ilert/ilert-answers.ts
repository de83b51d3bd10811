import type { FinalResponse } from '../../../http/request.ts';
import { isRaw } from '../../../providers/row-reader.ts';
import { Secret } from '../../../secret/secret.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';

const PATH = '/users/current';
/** In the form of a real one (fact `ilert-key-forms`). */
const NO_SUCH_KEY = new Secret(`il1api${'0'.repeat(64)}`);
/** Enough to see a count go down, whatever else uses the key. */
const READS = 6;

/** Reads the key's owner several times, once with a wrong key and once without one. */
export const ilertAnswers = defineExperiment({
  id: 'ilert-answers',
  title: 'how ilert refuses a key, and how many requests it says are left',
  facts: ['ilert-refusals', 'ilert-requests-left'],
  cost: { requests: READS + 2, minutes: 0.2 },
  async run({ clients: { ilert } }, observe) {
    const left: (number | undefined)[] = [];
    for (let read = 0; read < READS; read += 1) left.push((await ilert.probe(PATH)).remaining);
    observe('ilert-requests-left', judgeRequestsLeft(left));
    const wrongKey = await ilert.probe(PATH, NO_SUCH_KEY);
    const noKey = await ilert.probe(PATH, null);
    observe('ilert-refusals', judgeRefusals(wrongKey, noKey));
  },
});

type Refusal = Pick<FinalResponse, 'status' | 'body'>;

/** Says whether ilert refuses a wrong key, and a request without one, in the documented way. Pure. */
export function judgeRefusals(wrongKey: Refusal, noKey: Refusal): Verdict {
  if (wrongKey.status < 300 || noKey.status < 300)
    return contradicted('ilert answered a request with a wrong key, or without one.');
  const busy = [wrongKey, noKey].find(({ status }) => status === 429 || status >= 500);
  if (busy) return notObserved(`ilert answered with HTTP ${busy.status}.`);
  const { body } = wrongKey;
  if (!isRaw(body)) return notObserved(`A wrong key was refused with HTTP ${wrongKey.status}, not in JSON.`);
  const isKeyError = wrongKey.status === 403 && String(body.code).toUpperCase() === 'KEY_ERROR';
  if (!isKeyError)
    return contradicted(
      `A wrong key was refused with HTTP ${wrongKey.status}, instead of 403 with the code KEY_ERROR.`,
    );
  const missing = ['status', 'message'].filter((field) => body[field] === undefined);
  if (missing.length > 0) return contradicted(`The refusal of a wrong key has no ${missing.join(' and no ')}.`);
  return noKey.status === 401
    ? confirmed('A wrong key was refused with HTTP 403 and KEY_ERROR, a request without one with HTTP 401.')
    : contradicted(`A request without a key was refused with HTTP ${noKey.status}.`);
}

/** Says whether the number that ilert states goes down with each request. Pure. @param left as answers stated it */
export function judgeRequestsLeft(left: readonly (number | undefined)[]): Verdict {
  const stated = left.filter((each) => each !== undefined);
  if (stated.length === 0) return contradicted('No answer of ilert states how many requests are left.');
  if (stated.length < left.length) return notObserved('Not every answer of ilert states a number of requests left.');
  const steps = stated.slice(1).map((each, index) => each - (stated[index] ?? each));
  const down = steps.filter((step) => step < 0).length;
  const up = steps.filter((step) => step > 0).length;
  // It goes up once if a minute begins.
  if (down > up)
    return confirmed(`Over ${left.length} requests, the number of requests left that ilert states went down.`);
  return contradicted(`Over ${left.length} requests, the number of requests left that ilert states did not go down.`);
}
