/**
 * Parses a URL; returns undefined if the text is not one. Doesn't use `URL.canParse`: after a few thousand calls, Node
 * 20 considers URLs with an umlaut invalid.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
