/** Returns the beginning of a very long text. Pure. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  // Never in the middle of a character.
  const [start = ''] = new RegExp(`^.{0,${most}}`, 'su').exec(text) ?? [];
  return start.length < text.length ? `${start}…` : text;
}

/** How much common text to keep on either side of what differs. */
const MOST_IN_COMMON = 30;

/**
 * Cuts two versions of a text, if either is very long, to what differs and a little of what they share. Different texts
 * stay different. Pure.
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
