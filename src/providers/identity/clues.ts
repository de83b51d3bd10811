import { hasName, isAdopted, isSameId } from '../../engine/match.ts';
import { type Id, NO_ID } from '../../engine/resource.ts';
import { ifReadable, unlessGone, withoutId } from '../find.ts';
import { method } from '../halo/method.ts';
import { addressOf, keyIn } from '../halo/method-address.ts';
import { withPath } from '../halo/method-path.ts';
import { calledMethods } from '../halo/runbook-ownership.ts';
import type { MethodRow } from '../halo/schemas.ts';
import { ofOurType } from '../ilert/alert-source.ts';
import type { AlertSourceRow } from '../ilert/schemas.ts';
import { readEach } from '../read-each.ts';
import { type MethodClues, postsTo, showsKey } from './chain.ts';
import type { Reading } from './reading.ts';

/** Gathers the evidence for each method that could be ours. @throws CliError if one with our name has no usable ID */
export async function cluesOf(reading: Reading): Promise<MethodClues[]> {
  const { accounts, likely } = reading;
  const { settings, hints } = accounts;
  const [all, sources, integrations, likelyRunbook, every] = await Promise.all([
    reading.sources,
    likely.sources,
    likely.integrations,
    likely.runbook,
    reading.methods,
  ]);
  const own = await Promise.all(
    integrations.flatMap(({ id: parent, methods }) =>
      methods.map(async (row) => ({ row: await withPath(row, accounts.halo), parent })),
    ),
  );
  const isLinkedByName = own.some(({ row }) => sources.some((source) => postsTo(row, source)));
  const listedOnes = isLinkedByName ? every : await readEach(every, (row) => withPath(row, accounts.halo));
  const others = listedOnes
    .filter(({ id }) => !own.some(({ row }) => isSameId(row.id, id)))
    .map((row) => ({ row, parent: row.integration_id as Id | undefined }));
  const executed = likelyRunbook ? calledMethods(likelyRunbook) : [];
  return Promise.all(
    [...own, ...others].map(async ({ row, parent }) => {
      const isInOurs = integrations.some(({ id }) => id === parent);
      const named = isInOurs && hasName(row, method.name(settings));
      if (named && row.id === NO_ID) throw withoutId(method, `named "${method.name(settings)}"`);
      const isExecuted = executed.some((id) => isSameId(id, row.id));
      return {
        row,
        parent,
        named,
        posts: sources.some((source) => postsTo(row, source)),
        executed: isExecuted && (named || (await linkedSource(row, reading)) !== undefined),
        sends: isInOurs && (keyIn(addressOf(row)) ?? all.find((source) => postsTo(row, source))) !== undefined,
        adopted: isAdopted(method, row, hints, named),
        remembered:
          hints.remembered[method.key]?.id === row.id && hints.remembered[method.key]?.name === method.name(settings),
      };
    }),
  );
}

/** Finds the alert source that a method posts to, if need be by its key in ilert (fact `ilert-source-by-key`). */
export async function linkedSource(
  row: MethodRow,
  { accounts, sources, likely }: Reading,
): Promise<AlertSourceRow | undefined> {
  const key = keyIn(addressOf(row));
  const [rows, details] = await Promise.all([sources, likely.sources]);
  const listedOne = [...details, ...rows].find((source) => postsTo(row, source));
  if (listedOne || key === undefined || rows.every(showsKey)) return listedOne;
  const found = await ifReadable(unlessGone(accounts.ilert.alertSource(key)), undefined);
  return found && ofOurType([found], accounts)[0];
}
