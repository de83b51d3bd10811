/** The beginning of a text that is very long. Pure. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  // Never in the middle of a character.
  const [start = ''] = new RegExp(`^.{0,${most}}`, 'su').exec(text) ?? [];
  return start.length < text.length ? `${start}…` : text;
}

/** What is left of what two long texts have in common, on either side of what differs. */
const MOST_IN_COMMON = 30;

/**
 * Two versions of a text, where either is very long: what differs, with a little of what they have in common. Texts that
 * differ still differ. Pure.
 */
export function cutBoth(before: string, after: string, most: number): [before: string, after: string] {
  if (before.length <= most && after.length <= most) return [before, after];
  const [old, fresh] = [[...before], [...after]];
  const shorter = Math.min(old.length, fresh.length);
  let first = 0;
  while (first < shorter && old[first] === fresh[first]) first++;
  let last = 0;
  while (last < shorter - first && old.at(-1 - last) === fresh.at(-1 - last)) last++;
  const start = Math.max(0, first - MOST_IN_COMMON);
  const end = Math.max(0, last - MOST_IN_COMMON);
  const part = (characters: readonly string[]) => {
    const shown = cut(characters.slice(start, characters.length - end).join(''), most);
    return `${start > 0 ? '…' : ''}${shown}${end > 0 && !shown.endsWith('…') ? '…' : ''}`;
  };
  return [part(old), part(fresh)];
}
