import { prose } from './inline.ts';

/** A part of a Markdown document. Its texts are already Markdown, each on one line. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly header: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  /** Lines shown as they are, with a language's syntax highlighting, and how many were omitted. */
  | { readonly kind: 'fence'; readonly language: string; readonly lines: readonly string[]; readonly omitted?: number }
  /** Collapsed until someone opens it. @see htmlCode for its summary, which is HTML */
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] };

/** Returns plain-text notes as a block. Pure. */
export function notesBlock(notes: readonly string[]): Block[] {
  return notes.length === 0 ? [] : [{ kind: 'list', items: notes.map((note) => `Note: ${prose(note)}`) }];
}

/** Longer texts are cut: nobody can review a payload of this length in a comment. */
const MOST_LINES = 400;

/** GitHub allows 65,536 characters. Counting bytes is always safe, and leaves room for something in front. */
export const MAX_BYTES = 65_000;

/**
 * Renders a document that fits in a comment: tables, lists and texts end with how much more there would be. What comes
 * first is cut last. Pure.
 *
 * @param start the first lines, which are never cut
 */
export function markdownDocument(start: string, blocks: readonly Block[], most = MAX_BYTES): string {
  const closing = (count: number) =>
    `\n\n${count} more section${count === 1 ? ' is' : 's are'} not shown: the document would be too long for a comment.`;
  const reserved = sizeOf(start) + sizeOf(closing(blocks.length)) + SEPARATOR.length;
  const { text, omitted } = fitAll(blocks, most - reserved);
  return [start, ...(text === '' ? [] : [text])].join(SEPARATOR) + (omitted > 0 ? closing(omitted) : '');
}

const SEPARATOR = '\n\n';

/** Returns as many blocks as fit. */
function fitAll(blocks: readonly Block[], room: number): { readonly text: string; readonly omitted: number } {
  const texts: string[] = [];
  let left = room;
  for (const block of blocks) {
    const text = fitBlock(block, left);
    if (text === undefined) continue;
    texts.push(text);
    left -= sizeOf(text) + SEPARATOR.length;
  }
  return { text: texts.join(SEPARATOR), omitted: blocks.length - texts.length };
}

/** Returns undefined if not even the beginning fits. */
function fitBlock(block: Block, room: number): string | undefined {
  switch (block.kind) {
    case 'paragraph':
      return sizeOf(block.text) <= room ? block.text : undefined;
    case 'list':
      return fitLines(
        block.items.map((item) => `- ${item}`),
        room,
        { more: (count) => `- … and ${count} more` },
      );
    case 'table':
      return fitLines(block.rows.map(row), room, {
        before: [row(block.header), row(block.header.map(() => '---'))],
        more: (count) =>
          row(
            block.header.map((_, index, { length }) =>
              index === Math.min(1, length - 1) ? `… and ${count} more` : '',
            ),
          ),
      });
    case 'fence': {
      const fence = fenceAround(block.lines);
      return fitLines(block.lines, room, {
        before: [fence + block.language],
        after: [fence],
        more: (count) => `… ${count} more line${count === 1 ? '' : 's'}`,
        most: MOST_LINES,
        ...(block.omitted !== undefined && { already: block.omitted }),
      });
    }
    case 'details': {
      const [before, after] = [`<details><summary>${block.summary}</summary>${SEPARATOR}`, `${SEPARATOR}</details>`];
      const { text } = fitAll(block.blocks, room - sizeOf(before + after));
      return text === '' ? undefined : before + text + after;
    }
  }
}

interface Frame {
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  /** Describes omitted lines. */
  readonly more: (count: number) => string;
  /** The maximum number of lines, however much room there is. */
  readonly most?: number;
  /** How many lines were omitted before. */
  readonly already?: number;
}

/** Returns as many lines as fit; undefined if not even one does. */
function fitLines(
  lines: readonly string[],
  room: number,
  { before = [], after = [], more, most = lines.length, already = 0 }: Frame,
): string | undefined {
  const framed = (shown: readonly string[]) => {
    const omitted = already + lines.length - shown.length;
    return [...before, ...shown, ...(omitted > 0 ? [more(omitted)] : []), ...after].join('\n');
  };
  const allowed = lines.slice(0, most);
  const whole = framed(allowed);
  if (sizeOf(whole) <= room) return whole;
  let left = room - sizeOf([...before, more(already + lines.length), ...after].join('\n'));
  const shown: string[] = [];
  for (const line of allowed) {
    left -= sizeOf(line) + 1;
    if (left < 0) break;
    shown.push(line);
  }
  return shown.length === 0 ? undefined : framed(shown);
}

/** Longer than any fence in the lines. */
function fenceAround(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)));
  return '`'.repeat(longest + 1);
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(escapePipes).join(' | ')} |`;
}

/** A pipe in a cell needs an odd number of backslashes before it, one more than are shown. */
function escapePipes(cell: string): string {
  return cell.replace(/(\\*)\|/g, (_, slashes: string) => `${slashes}${slashes.length % 2 === 0 ? '\\' : '\\\\'}|`);
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}
