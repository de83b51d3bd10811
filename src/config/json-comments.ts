/** A string, or a comment after anything but the colon of a URL's scheme. */
const STRING_OR_COMMENT = /"(?:[^"\\\r\n]|\\.)*"|(?<!:)\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g;

/** Whether a text is meant as JSON: behind comments, it starts with a brace. */
export function looksLikeJson(text: string): boolean {
  return /^\s*\{/.test(withoutComments(text));
}

/** JSON without its comments, which are blanked: every character keeps its line and column. */
export function withoutComments(json: string): string {
  return json.replace(STRING_OR_COMMENT, (found) => (found.startsWith('"') ? found : found.replace(/[^\r\n]/g, ' ')));
}
