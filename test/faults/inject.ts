import type { Intercept, Interception, Sandbox, SandboxRequest } from '../../sandbox/sandbox.ts';
import type { Fault, Misfortune } from './faults.ts';
import { reshape } from './reshape.ts';

/** A request that was sent, or would have been, and the fault that happened to it. */
export interface Seen {
  readonly service: SandboxRequest['service'];
  readonly method: string;
  readonly path: string;
  readonly fault?: Fault;
}

/** A way to disturb a run. */
export interface Disturber {
  /** Variables and flags of the run. */
  readonly env: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  /** Disturbs the next requests, counted from 0; returns those that arrive. */
  arm(misfortunes: readonly Misfortune[]): Seen[];
  /** Lets everything through again. */
  disarm(): void;
}

/** Marks a request that is sent on behalf of one whose answer is spoilt. */
const MARK = 'x-on-behalf';

/** Decides which misfortune happens next; `forGood` stays with its service. */
export function inOrder(misfortunes: readonly Misfortune[]): (service: Seen['service']) => Misfortune | undefined {
  const forGood = new Map<Seen['service'], Misfortune>();
  let next = 0;
  return (service) => {
    const hit = misfortunes.find(({ at }) => at === next);
    next += 1;
    if (hit?.forGood) forGood.set(service, hit);
    return forGood.get(service) ?? hit;
  };
}

/** Spoils the services' answers. @param flags of the runs that it disturbs */
export function answerDisturber(sandbox: Sandbox, flags: readonly string[] = []): Disturber {
  return {
    env: {},
    flags,
    arm(misfortunes) {
      const seen: Seen[] = [];
      const nextOf = inOrder(misfortunes);
      const intercept: Intercept = (request) => {
        const { service, method, path, headers } = request;
        if (headers[MARK] !== undefined) return undefined;
        const misfortune = nextOf(service);
        seen.push({ service, method, path, ...(misfortune && { fault: misfortune.fault }) });
        return misfortune && spoil(sandbox, request, misfortune);
      };
      sandbox.intercept = intercept;
      return seen;
    },
    disarm() {
      sandbox.intercept = undefined;
    },
  };
}

async function spoil(
  sandbox: Sandbox,
  request: SandboxRequest,
  { fault: { answer, done }, chance }: Misfortune,
): Promise<Interception | undefined> {
  if (answer.kind === 'reset') return { kind: done ? 'reset-after' : 'reset' };
  const { status, body } = done ? await doIt(sandbox, request) : { status: 200, body: undefined };
  switch (answer.kind) {
    case 'hang':
      return { kind: 'hang' };
    case 'respond':
      return {
        kind: 'respond',
        status: answer.status,
        body: answer.body,
        ...(answer.headers && { headers: { ...answer.headers } }),
      };
    case 'reshape':
      // What a service refuses, it refuses as usual.
      return { kind: 'respond', status, body: status < 300 ? reshape(body, answer.shape, chance) : body };
    default:
      throw new TypeError(`${answer.kind} is no answer`);
  }
}

/** Carries out a request by sending another one with the mark. */
async function doIt(sandbox: Sandbox, { service, method, path, query, body, headers }: SandboxRequest) {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const text = isForm ? new URLSearchParams(body as Record<string, string>).toString() : JSON.stringify(body);
  const response = await fetch(`${sandbox[service].url}${path}${query.size > 0 ? `?${query}` : ''}`, {
    method,
    headers: {
      ...(headers.authorization !== undefined && { authorization: headers.authorization }),
      ...(body !== undefined && { 'content-type': headers['content-type'] ?? 'application/json' }),
      [MARK]: 'yes',
    },
    ...(body !== undefined && { body: text }),
  });
  const answered = await response.text();
  return { status: response.status, body: answered === '' ? undefined : (JSON.parse(answered) as unknown) };
}
