/** Parses JSON; returns undefined if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Returns the fields of an object; none for any other value. */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** Converts field names to lower case, as Halo documents them; tenants differ in case (fact `halo-rows-of-others`). */
export function inLowerCase(fields: Fields): Fields {
  const names = Object.keys(fields);
  if (names.every((name) => name === name.toLowerCase())) return fields;
  // If a name occurs in both forms, the documented one wins.
  const folded = names.filter((name) => !Object.hasOwn(fields, name.toLowerCase()));
  const exact = names.filter((name) => name === name.toLowerCase());
  return Object.fromEntries([...folded, ...exact].map((name) => [name.toLowerCase(), fields[name]]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
