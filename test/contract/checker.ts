import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { factExtras } from '../../sandbox/halo/entities/fact-extras.ts';
import type { RecordedRequest } from '../../sandbox/sandbox.ts';
import { type ApiDocument, documentOf, jsonSchemaIn, type Operation, operationOf, type Schema } from './documents.ts';

type Asked = Pick<RecordedRequest, 'service' | 'method' | 'path' | 'query' | 'body'>;
type Answered = Pick<RecordedRequest, 'service' | 'method' | 'path' | 'status' | 'responseBody'>;

/** A request or an answer: only an answer may contain read-only fields. */
type Direction = 'request' | 'answer';

/** Compares requests and answers with the vendors' documents; each finding is a sentence. */
export interface Checker {
  readonly request: (asked: Asked) => string[];
  readonly answer: (answered: Answered) => string[];
}

/** Reads both documents. Allows facts beyond Halo's document by name (`factExtras`). */
export function createChecker(): Checker {
  const services = { ilert: ofService(documentOf('ilert')), halo: ofService(withExtras(documentOf('halo'))) };
  return {
    request: (asked) => services[asked.service].request(asked),
    answer: (answered) => services[answered.service].answer(answered),
  };
}

function ofService(document: ApiDocument) {
  const sent = validators(document, 'request');
  const answered = validators(document, 'answer');
  return {
    request({ method, path, query, body }: Asked): string[] {
      const what = `${method} ${path}`;
      const operation = operationOf(document, method, withoutApi(path));
      if (!operation) return [`${what} is not in the document`];
      const schema = jsonSchemaIn(operation.requestBody);
      const findings = [...queryFindings(withoutApi(path), operation, query)];
      if (schema && body !== undefined) findings.push(...errorsOf(sent(schema), body));
      if (schema && body === undefined && operation.requestBody?.required) findings.push('the body is missing');
      if (!schema && body !== undefined) findings.push('takes no body');
      return findings.map((finding) => `${what}: ${finding}`);
    },
    answer({ method, path, status, responseBody }: Answered): string[] {
      const content = operationOf(document, method, withoutApi(path))?.responses[String(status)];
      if (!content) return [`${method} ${path} is not answered with ${status}`];
      const schema = jsonSchemaIn(content);
      const findings = schema ? errorsOf(answered(schema), responseBody) : [];
      return findings.map((finding) => `${method} ${path}, answer: ${finding}`);
    },
  };
}

function withoutApi(path: string): string {
  return path.replace(/^\/api/, '');
}

const queryAjv = new Ajv({
  strict: false,
  coerceTypes: true,
  formats: { int32: true, int64: true, 'date-time': true },
});

function queryFindings(path: string, operation: Operation, query: string): string[] {
  const given = new URLSearchParams(query);
  return [...new Set(given.keys())].flatMap((name) => {
    const parameter = operation.parameters?.find((each) => each.in === 'query' && each.name === name);
    if (!parameter) {
      return factExtras.some((extra) => extra.of === path && extra.name === name) ? [] : [`unknown query ${name}`];
    }
    const schema = parameterSchema(parameter.schema ?? {});
    const values = given.getAll(name);
    if (schema.type !== 'array' && values.length > 1) return [`query ${name} is given twice`];
    const value = schema.type === 'array' ? values : values[0];
    return errorsOf(queryAjv.compile({ type: 'object', properties: { value: schema } }), { value });
  });
}

/** Halo's document has its own types here. */
function parameterSchema(schema: Schema): Schema {
  const types: Readonly<Record<string, string>> = { bool: 'boolean', int: 'integer', double: 'number' };
  return { ...schema, type: types[String(schema.type)] ?? schema.type };
}

function validators(document: ApiDocument, direction: Direction): (schema: Schema) => ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  for (const format of ['P7D', '15:00']) ajv.addFormat(format, true);
  // Hours and minutes, as in the examples of ilert's document.
  ajv.addFormat('time', /^\d\d:\d\d(:\d\d)?$/);
  ajv.addFormat('ISO-8601', /^P(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$/);
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    ajv.addSchema(strict(schema, direction) as object, `/${name}`);
    ajv.addSchema(strict(nested(schema), direction) as object, `/nested/${name}`);
  }
  const compiled = new Map<Schema, ValidateFunction>();
  return (schema) => {
    const known = compiled.get(schema) ?? ajv.compile(strict(schema, direction, '/') as object);
    compiled.set(schema, known);
    return known;
  };
}

/** Allows only what the document names: no unknown fields, and no read-only ones in a request. */
function strict(schema: unknown, direction: Direction, base = '/nested/'): unknown {
  if (Array.isArray(schema)) return schema.map((each) => strict(each, direction, base));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { properties, ...rest } = schema as Schema;
  const name = nameIn(rest.$ref);
  if (name !== undefined) return { $ref: `${direction === 'request' ? base : '/'}${name}` };
  const others = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, strict(value, direction, base)]));
  if (typeof properties !== 'object' || properties === null) return others;
  const fields = Object.entries(properties as Record<string, Schema>).filter(
    ([, field]) => direction === 'answer' || field.readOnly !== true,
  );
  const checked = fields.map(([field, value]) => [field, strict(value, direction)]);
  return {
    ...others,
    properties: Object.fromEntries(checked),
    additionalProperties: rest.additionalProperties ?? false,
  };
}

/** A row inside another row is a reference, for which its id is enough. */
function nested(schema: Schema): Schema {
  const { required, properties } = schema;
  if (!required || !('id' in (properties as object))) return schema;
  const { required: _, ...rest } = schema;
  return { ...rest, anyOf: [{ required: ['id'] }, { required }] };
}

function nameIn(reference: unknown): string | undefined {
  return typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
}

function withExtras(document: ApiDocument): ApiDocument {
  const schemas = structuredClone(document.components.schemas) as Record<
    string,
    { properties?: Record<string, Schema> }
  >;
  const types: Readonly<Record<string, string>> = { int: 'integer', bool: 'boolean', string: 'string' };
  for (const { of, name, type } of factExtras) {
    const properties = schemas[of]?.properties;
    if (properties) properties[name] = { type: types[type], nullable: true };
  }
  return { ...document, components: { schemas: schemas as Record<string, Schema> } };
}

function errorsOf(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const extra = (params as { additionalProperty?: string }).additionalProperty;
    return `${instancePath || 'the body'} ${message}${extra === undefined ? '' : `: ${extra}`}`;
  });
}
