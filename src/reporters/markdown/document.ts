import { prose } from './inline.ts';

/** A part of a Markdown document. Its texts are Markdown already, each in one line. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly header: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  /** Lines that are shown as they are, in the colours of a language, and how many have been left out. */
  | { readonly kind: 'fence'; readonly language: string; readonly lines: readonly string[]; readonly omitted?: number }
  /** Folded until somebody opens it. @see htmlCode for its summary, which is HTML */
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] };

/** Notes, which are no Markdown yet, as a block. Pure. */
export function notesBlock(notes: readonly string[]): Block[] {
  return notes.length === 0 ? [] : [{ kind: 'list', items: notes.map((note) => `Note: ${prose(note)}`) }];
}

/** Longer texts are cut: a payload of this length can't be reviewed in a comment. */
const MOST_LINES = 400;

/** GitHub takes 65,536 characters; in bytes, it is safe however they are counted, and something may be put before it. */
export const MAX_BYTES = 65_000;

/**
 * A whole document, that never is too long for a comment: tables, lists and texts end with how much more there would be.
 * What comes first is the last to be left out. Pure.
 *
 * @param start the first lines, which are always there
 */
export function markdownDocument(start: string, blocks: readonly Block[], most = MAX_BYTES): string {
  const closing = (count: number) =>
    `\n\n${count} more section${count === 1 ? ' is' : 's are'} not shown: the document would be too long for a comment.`;
  const reserved = sizeOf(start) + sizeOf(closing(blocks.length)) + SEPARATOR.length;
  const { text, omitted } = fitAll(blocks, most - reserved);
  return [start, ...(text === '' ? [] : [text])].join(SEPARATOR) + (omitted > 0 ? closing(omitted) : '');
}

const SEPARATOR = '\n\n';

/** As many of the blocks as there is room for. */
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

/** Undefined where not even its beginning has room. */
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
  /** Stands for lines that are left out. */
  readonly more: (count: number) => string;
  /** How many lines there may be, whatever the room. */
  readonly most?: number;
  /** How many were left out before. */
  readonly already?: number;
}

/** As many of the lines as there is room for; undefined without room for one. */
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

/** Longer than any in the lines. */
function fenceAround(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)));
  return '`'.repeat(longest + 1);
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(escapePipes).join(' | ')} |`;
}

/** A pipe within a cell needs an odd number of backslashes before it, which is one more than are shown. */
function escapePipes(cell: string): string {
  return cell.replace(/(\\*)\|/g, (_, slashes: string) => `${slashes}${slashes.length % 2 === 0 ? '\\' : '\\\\'}|`);
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}
