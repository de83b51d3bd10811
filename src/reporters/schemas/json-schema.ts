import * as z from 'zod';
import { schemaOf } from './documents.ts';
import type { DocumentName } from './names.ts';

/** The JSON Schema (2020-12) of a document, for others: what this version does not know may be added. */
export function documentJsonSchema(name: DocumentName): Record<string, unknown> {
  const title =
    name === 'report' ? 'Report of ilert-haloitsm status --report' : `JSON output of ilert-haloitsm: ${name}`;
  return { $id: `urn:ilert-haloitsm:${name}:1`, title, ...published(schemaOf(name)) };
}

function published(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    override({ jsonSchema }) {
      const { isOpen, enum: values } = jsonSchema;
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      delete jsonSchema.readOnly;
      delete jsonSchema.isOpen;
      if (isOpen !== true) return;
      delete jsonSchema.enum;
      delete jsonSchema.type;
      jsonSchema.anyOf = [{ enum: values ?? [] }, { type: 'string' }];
    },
  });
}
