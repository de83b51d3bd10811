import type { Problem } from '../errors/cli-error.ts';
import { findInvisible } from '../text/invisible.ts';
import { fieldsOf, parseJson } from '../text/json.ts';
import { positionAt } from '../text/position.ts';

/** Strings of JSON, which may contain any character. */
const STRING = /"(?:[^"\\\r\n]|\\.)*"/g;
const VARIABLE = /<<[^<>\r\n]*>>/g;

/** Fields of the custom integrations, methods and runbooks that HaloITSM exports. */
const EXPORTED_FIELDS = ['requestbody', 'methods', 'resourcebaseurl', 'steps', 'integration_id'];

/**
 * What is wrong with the file of a payload before its content is checked: it is a complete export of HaloITSM, or it has
 * an invisible character where neither JSON nor the name of a variable may have one.
 *
 * @param name of the payload, for messages
 */
export function payloadFormProblem(name: string, text: string): Problem | undefined {
  const [first] = [parseJson(text)].flat();
  const fields = Object.keys(fieldsOf(first));
  if (EXPORTED_FIELDS.some((field) => fields.includes(field))) {
    return {
      message: `Payload ${name} is a whole export of HaloITSM, not a payload.`,
      hint: 'The payload is the text under "requestbody" of the method: save that as a file of its own.',
    };
  }
  const invisible = findInvisible(blankStrings(text));
  if (!invisible) return undefined;
  const { line, column } = positionAt(text, invisible.offset);
  return {
    message: `Payload ${name}, line ${line} column ${column}: there is an invisible character, a ${invisible.name}.`,
    hint: 'Replace it with a plain space, or delete it.',
  };
}

/** Blanks the strings except the variables in them; every other character keeps its position. */
function blankStrings(text: string): string {
  return text.replace(STRING, (string) =>
    [...string.matchAll(VARIABLE)].reduce(
      (blank, { 0: variable, index }) => blank.slice(0, index) + variable + blank.slice(index + variable.length),
      ' '.repeat(string.length),
    ),
  );
}
