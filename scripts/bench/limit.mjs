/**
 * Compares a value with its limit, as text to append. If the limit is exceeded, the script will exit with 1.
 *
 * @param {number} value
 * @param {number | undefined} limit
 * @param {(value: number) => string} [show]
 */
export function verdict(value, limit, show = String) {
  if (limit === undefined) return '';
  if (value > limit) process.exitCode = 1;
  return ` (limit ${show(limit)}: ${value > limit ? 'BROKEN' : 'met'})`;
}
