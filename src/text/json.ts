/** Parses JSON; undefined if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; none for any other value. */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** An object with its field names in lower case, as Halo documents them; tenants differ in that (fact `halo-rows-of-others`). */
export function inLowerCase(fields: Fields): Fields {
  const names = Object.keys(fields);
  if (names.every((name) => name === name.toLowerCase())) return fields;
  // Where a name comes in both forms, the documented one counts.
  const folded = names.filter((name) => !Object.hasOwn(fields, name.toLowerCase()));
  const exact = names.filter((name) => name === name.toLowerCase());
  return Object.fromEntries([...folded, ...exact].map((name) => [name.toLowerCase(), fields[name]]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
