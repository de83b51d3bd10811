/**
 * How a measured value stands to its limit, to be printed behind it. Beyond the limit, the script will end with 1.
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
