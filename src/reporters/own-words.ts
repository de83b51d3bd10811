/** A word that is told of one target alone, such as its name. Those of a kind stand for each other. */
export interface OwnWord {
  readonly kind: string;
  readonly word: string;
}

/** A text that is told of a target, and where its own words are in it. */
export interface MarkedText {
  readonly text: string;
  /** In the order in which they start; they may overlap. */
  readonly marks: readonly Mark[];
}

interface Mark {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/** Returns any data as texts, the first of which is all that is not text, with a target's own words marked. Pure. */
export function markedTexts(told: unknown, ownWords: readonly OwnWord[]): MarkedText[] {
  const texts: MarkedText[] = [];
  const rest = JSON.stringify([told], (_, value: unknown) => {
    if (typeof value !== 'string') return value;
    texts.push({ text: value, marks: marksIn(value, ownWords) });
    return '';
  });
  return [{ text: rest, marks: [] }, ...texts];
}

/**
 * Whether two targets are told the same, except that one's own words stand where the other's stand. An own word may
 * also be a usual one: a target named `new` is told of "a new plan" like all others. Pure.
 */
export function isSameButForOwnWords(ones: readonly MarkedText[], others: readonly MarkedText[]): boolean {
  return ones.length === others.length && ones.every((one, index) => isAlike(one, others[index]));
}

function isAlike(one: MarkedText, other: MarkedText | undefined): boolean {
  if (other === undefined) return false;
  if (one.text === other.text) return true;
  const inVain = new Set<string>();
  const isAlikeFrom = (start: number, otherStart: number): boolean => {
    const place = `${start} ${otherStart}`;
    if (inVain.has(place)) return false;
    let [at, otherAt] = [start, otherStart];
    for (const mark of one.marks) {
      if (mark.start < at) continue;
      const between = one.text.slice(at, mark.start);
      if (!other.text.startsWith(between, otherAt)) break;
      [at, otherAt] = [mark.start, otherAt + between.length];
      const counterparts = other.marks.filter((each) => each.start === otherAt && each.kind === mark.kind);
      if (counterparts.some((each) => isAlikeFrom(mark.end, each.end))) return true;
    }
    if (one.text.slice(at) === other.text.slice(otherAt)) return true;
    inVain.add(place);
    return false;
  };
  return isAlikeFrom(0, 0);
}

function marksIn(text: string, ownWords: readonly OwnWord[]): Mark[] {
  return ownWords
    .flatMap(({ kind, word }) => placesOf(word, text).map((start) => ({ kind, start, end: start + word.length })))
    .toSorted((one, other) => one.start - other.start);
}

/** Whether a text contains a word as such, not as part of another one. Pure. */
export function hasWord(text: string, word: string): boolean {
  return placesOf(word, text).length > 0;
}

function placesOf(word: string, text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); word !== '' && at !== -1; at = text.indexOf(word, at + 1)) {
    const isWhole =
      !/[\p{L}\p{N}]$/u.test(text.slice(0, at).slice(-2)) && !/^[\p{L}\p{N}]/u.test(text.slice(at + word.length));
    if (isWhole) places.push(at);
  }
  return places;
}
