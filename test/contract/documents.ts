import halo from './halo.json' with { type: 'json' };
import ilert from './ilert.json' with { type: 'json' };

export type Schema = { readonly [keyword: string]: unknown };

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: Schema;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

/** One method of one path. */
export interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Content>>;
}

/** The parts of a vendor's OpenAPI document that the tests read. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const DOCUMENTS = { halo, ilert };

/** Returns a service's document as its vendor publishes it: routes, field names, types and enums, without any prose. */
export function documentOf(service: 'ilert' | 'halo'): ApiDocument {
  return DOCUMENTS[service] as unknown as ApiDocument;
}

/** Returns the operation of a request; `path` is the request's, without `/api`. */
export function operationOf({ paths }: ApiDocument, method: string, path: string): Operation | undefined {
  const templates = Object.keys(paths).filter((template) => fits(template, path));
  // A fixed segment takes precedence over a parameter: /users/current, not /users/{id}.
  const [template = ''] = templates.sort((one, other) => one.split('{').length - other.split('{').length);
  return paths[template]?.[method.toLowerCase()];
}

function fits(template: string, path: string): boolean {
  const [expected, actual] = [template.split('/'), path.split('/')];
  return (
    expected.length === actual.length &&
    expected.every((segment, index) => (segment.startsWith('{') ? actual[index] !== '' : segment === actual[index]))
  );
}

/** The schema of a JSON body or answer. */
export function jsonSchemaIn(content: Content | undefined): Schema | undefined {
  return content?.content?.['application/json']?.schema;
}
