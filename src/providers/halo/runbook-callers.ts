import { isSameId } from '../../engine/match.ts';
import { type Id, NO_ID } from '../../engine/resource.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { IntegrationAccounts } from '../integration.ts';
import { calledMethods } from './runbook-ownership.ts';
import type { WebhookRow } from './schemas.ts';

/** So many runbooks are read at the same time. */
const PARALLEL_READS = 8;

/** A runbook that calls one of some methods. */
export interface Caller {
  /** With its steps. */
  readonly runbook: WebhookRow;
  /** Which of the methods it calls. */
  readonly methods: readonly Id[];
}

/**
 * The runbooks of a list that call one of some methods. The list does not show their steps, so each is read by itself;
 * those that can't be read are left out.
 *
 * @param listen is told how many have been read, and how many there are
 * @throws ApiError where Halo no longer answers
 */
export async function callersOf(
  methods: readonly Id[],
  runbooks: readonly WebhookRow[],
  { halo }: Pick<IntegrationAccounts, 'halo'>,
  listen: (read: number, total: number) => void = () => undefined,
): Promise<Caller[]> {
  if (methods.length === 0) return [];
  const listed = runbooks.filter(({ id }) => id !== NO_ID);
  const callers = new Map<Id, Caller>();
  const left = listed.values();
  let count = 0;
  const reader = async () => {
    for (const { id } of left) {
      const runbook = await halo.runbook(id).catch(unlessSilent);
      const called = runbook ? calledMethods(runbook) : [];
      const ours = methods.filter((method) => called.some((each) => isSameId(each, method)));
      if (runbook && ours.length > 0) callers.set(id, { runbook, methods: ours });
      listen(++count, listed.length);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_READS }, reader));
  return listed.flatMap(({ id }) => callers.get(id) ?? []);
}

/** Nothing for a runbook that this agent may not read, or that has no usable steps. @throws ApiError where no other could be read either */
function unlessSilent(error: unknown): undefined {
  const isOfThisOne = error instanceof ApiError && error.code !== 'api-unreachable' && error.code !== 'rate-limited';
  if (!isOfThisOne) throw error;
}
