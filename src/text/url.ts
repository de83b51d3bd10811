/**
 * Parses a URL; undefined if the text is none. Not `URL.canParse`: once it has run a few thousand times, Node 20 takes URLs
 * with an umlaut for invalid.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
