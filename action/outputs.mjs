// The outputs of action.yml, from the JSON of a command.

/**
 * @typedef {Readonly<Record<string, number>>} Counts
 * @typedef {{ readonly pending?: boolean, readonly counts?: Counts }} OneResult
 */

const ACTIONS = ['create', 'update', 'delete', 'keep'];

/**
 * Whether anything is pending, and how much is created, changed and removed; of several targets, of all together.
 *
 * @param {OneResult & { readonly targets?: readonly OneResult[] }} result
 */
export function countsOf(result) {
  const results = result.targets ?? [result];
  const counted = results.flatMap(({ counts }) => (counts ? [counts] : []));
  const known = results.flatMap(({ pending }) => (pending === undefined ? [] : [pending]));
  const sum = (/** @type {string} */ action) => counted.reduce((total, counts) => total + (counts[action] ?? 0), 0);
  const counts = Object.fromEntries(ACTIONS.map((action) => [action, sum(action)]));
  return {
    pending: known.length > 0 ? known.includes(true) : undefined,
    ...(counted.length > 0 && {
      create: counts.create,
      update: counts.update,
      delete: counts.delete,
      counts: JSON.stringify(result.targets ? { ...counts, targets: result.counts } : counts),
    }),
  };
}
