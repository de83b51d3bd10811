import type { Problem } from '../errors/cli-error.ts';
import { findInvisible } from '../text/invisible.ts';

/** Strings of JSON, in which any character may be. */
const STRING = /"(?:[^"\\\r\n]|\\.)*"/g;
const VARIABLE = /<<[^<>\r\n]*>>/g;

/**
 * What is wrong with the file that holds a payload, before it is read as one: it is a whole export of HaloITSM, or an
 * invisible character is where JSON or the name of a variable allows none.
 *
 * @param name of the payload, for messages
 */
export function payloadFormProblem(name: string, text: string): Problem | undefined {
  const bodyKey = exportedBody(text);
  if (bodyKey !== undefined) {
    return {
      message: `Payload ${name} is a whole export of HaloITSM, not a payload.`,
      hint: `The payload is the text under "${bodyKey}" of the method: save that as a file of its own.`,
    };
  }
  const invisible = findInvisible(withoutStrings(text));
  if (!invisible) return undefined;
  const before = text.slice(0, invisible.offset).split('\n');
  const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1];
  return {
    message: `Payload ${name}, line ${line} column ${column}: there is an invisible character, a ${invisible.name}.`,
    hint: 'Replace it with a plain space, or delete it.',
  };
}

/** Strings are blanked, but for the variables in them; every character keeps its place. */
function withoutStrings(text: string): string {
  return text.replace(STRING, (string) => {
    const kept = [...string.matchAll(VARIABLE)];
    return kept.reduce(
      (blank, { 0: variable, index }) => blank.slice(0, index) + variable + blank.slice(index + variable.length),
      ' '.repeat(string.length),
    );
  });
}

/** The key that holds the body of a method, where the text is an export of a custom integration, a method or a runbook. */
function exportedBody(text: string): string | undefined {
  try {
    const exported: unknown = JSON.parse(text);
    const [first] = [exported].flat();
    if (typeof first !== 'object' || first === null) return undefined;
    const keys = Object.keys(first);
    const isExport = ['requestbody', 'methods', 'resourcebaseurl', 'steps', 'integration_id'].some((key) =>
      keys.includes(key),
    );
    return isExport ? 'requestbody' : undefined;
  } catch {
    return undefined;
  }
}
