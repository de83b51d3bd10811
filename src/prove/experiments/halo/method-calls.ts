import { ApiError } from '../../../errors/api-error.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';
import { type Call, callsOf, deadEnd } from '../../lab/calls.ts';
import type { Lab } from '../../lab/lab.ts';
import { hasEnded, RUN_WAIT } from '../../lab/runbook-lab.ts';

/** One runbook reads the same address, put together in different ways; another posts bodies of each request type. */
export const methodCalls = defineExperiment({
  id: 'method-calls',
  title: 'how a method puts its address together, and what each request type sends',
  facts: ['method-address', 'method-other-request-types'],
  cost: { creates: ['integration', 'method', 'webhook', 'event'], tickets: 1, requests: 110, minutes: 3 },
  async run(lab, observe) {
    const { runbooks } = lab;
    const summary = lab.name('method calls');
    const integration = await runbooks.integration('method calls');
    const reading = [];
    for (const [index, [base, path]] of ADDRESSES.entries())
      reading.push(
        await runbooks.method(integration, `address ${index + 1}`, {
          resource: `${lab.settings.haloUrl}${base}`,
          path,
          method: 0,
        }),
      );
    const posting = [];
    for (const { type, body } of REQUEST_TYPES)
      posting.push(
        await runbooks.method(integration, `request type ${type}`, {
          path: deadEnd(lab),
          body,
          fields: { requesttype: type },
        }),
      );
    const addresses = await runbooks.runbook('addresses', reading, { goesOn: true });
    const types = await runbooks.runbook('request types', posting, { goesOn: true });
    await runbooks.bind(addresses, 'new-ticket-event', { summary });
    await runbooks.bind(types, 'new-ticket-event', { summary });
    await runbooks.logTicket({ summary });

    const ended = async (runbook: typeof types) => (await runbooks.runsOf(runbook)).some(hasEnded);
    await lab.until(async () => ((await ended(addresses)) && (await ended(types))) || undefined, RUN_WAIT);
    const statuses = (await callsOf(lab, addresses, reading)).map((call) => call?.status);
    observe('method-address', judgeAddresses(statuses, await acceptsTwoSlashes(lab)));
    observe('method-other-request-types', judgeRequestTypes(await callsOf(lab, types, posting)));
  },
});

/** Base URL, below the tenant's address, and path of `/api/AuthInfo`: the last one with a slash too many. */
const ADDRESSES = [
  ['', '/api/AuthInfo'],
  ['/', 'api/AuthInfo'],
  ['/api/Auth', 'Info'],
  ['/api/', '/AuthInfo'],
] as const;

const OK = 200;
const NOT_FOUND = 404;

/**
 * Judges calls by their HTTP statuses, in the order of `ADDRESSES`. Pure.
 *
 * @param twoSlashes whether the tenant itself accepts the address with two slashes; undefined if it did not answer
 */
export function judgeAddresses(
  [slashInPath, slashInBase, noSlash, bothSlashes]: readonly (number | undefined)[],
  twoSlashes: boolean | undefined,
): Verdict {
  if (slashInPath !== OK && slashInBase !== OK) return notObserved('The tenant does not read its own address.');
  if (slashInPath === undefined || slashInBase === undefined || noSlash === undefined)
    return notObserved('Not all calls are listed.');
  const unclear = [slashInPath, slashInBase, noSlash].find((status) => status !== OK && status !== NOT_FOUND);
  if (unclear !== undefined) return notObserved(`The tenant answered one of the calls with HTTP ${unclear}.`);
  if (slashInPath !== OK || slashInBase !== OK)
    return contradicted(
      `A slash works only at the ${slashInPath === OK ? 'start of the path' : 'end of the base URL'}.`,
    );
  if (noSlash !== OK) return contradicted('Halo adds a slash between base URL and path if neither has one.');
  if (bothSlashes === OK && twoSlashes === false)
    return contradicted('Halo removes one of two slashes between base URL and path.');
  return confirmed('Halo puts base URL and path together unchanged: it neither adds nor removes a slash.');
}

/** Asks the tenant directly for the last of `ADDRESSES`. */
async function acceptsTwoSlashes(lab: Lab): Promise<boolean | undefined> {
  try {
    await lab.read('halo', '//AuthInfo');
    return true;
  } catch (error) {
    return error instanceof ApiError && error.status !== undefined && error.status >= 400 ? false : undefined;
  }
}

interface RequestType {
  readonly type: number;
  readonly body: string;
  /** The content type that it sends; undefined if it sends no body. */
  readonly sends?: RegExp;
  readonly title: string;
}

/** JSON, which is proven, comes first: it shows what a tenant lists of a call. The form comes last, as it may fail. */
const REQUEST_TYPES: readonly RequestType[] = [
  { type: 1, body: '{"probe": 1}', sends: /json/, title: 'JSON' },
  { type: 0, body: '{"probe": 0}', title: 'no body' },
  { type: 4, body: 'probe', sends: /^text\/plain/, title: 'text' },
  { type: 2, body: '<probe/>', sends: /xml/, title: 'XML' },
  { type: 3, body: 'probe=3', sends: /x-www-form-urlencoded|form-data/, title: 'a form' },
];

/** Judges calls in the order of `REQUEST_TYPES`. Pure. */
export function judgeRequestTypes([json, ...others]: readonly (Call | undefined)[]): Verdict {
  if (!json?.body || !json.headers || !contentTypeIn(json.headers))
    return notObserved('The tenant does not list bodies and headers of calls.');
  const answers = REQUEST_TYPES.slice(1).map((expected, index) => ({
    ...expected,
    fits: fits(others[index], expected),
  }));
  const wrong = answers.filter(({ fits }) => fits === false);
  if (wrong.length > 0)
    return contradicted(
      `Methods with these values of \`requesttype\` send something else than assumed: ${wrong.map(({ type, title }) => `${type} (${title})`).join(', ')}.`,
    );
  const unseen = answers.filter(({ fits }) => fits === undefined);
  if (unseen.length > 0)
    return notObserved(`What \`requesttype\` ${unseen.map(({ type }) => type).join(' and ')} sends is not listed.`);
  return confirmed('`requesttype` 0 sends no body, 2 XML, 3 a form, 4 text.');
}

/** Whether a call sent what its request type should send; undefined if that is not shown. */
function fits(call: Call | undefined, { sends }: RequestType): boolean | undefined {
  if (!call) return undefined;
  const contentType = contentTypeIn(call.headers ?? '');
  if (sends) return contentType === undefined ? undefined : sends.test(contentType);
  if (!call.body) return true;
  return contentType === undefined ? undefined : false;
}

/** The content type in headers that may be lines, JSON objects or lists of pairs. In lower case. */
function contentTypeIn(headers: string): string | undefined {
  return /content-type[^/]{0,40}?([\w.+-]+\/[\w.+-]+)/i.exec(headers)?.[1]?.toLowerCase();
}
