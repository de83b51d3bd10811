import * as z from 'zod';
import { schemaOf } from './documents.ts';
import type { DocumentName } from './names.ts';

/** Documents that are not printed, but written to files of their own. */
const FILES: Partial<Record<DocumentName, string>> = {
  report: 'Report of ilert-haloitsm status --report',
  'saved-plan': 'Plan saved by ilert-haloitsm plan --out',
  recording: 'Recording of ilert-haloitsm prove --record',
};

/** Returns the published JSON Schema (2020-12) of a document. */
export function documentJsonSchema(name: DocumentName): Record<string, unknown> {
  const title = FILES[name] ?? `JSON output of ilert-haloitsm: ${name}`;
  // `apply --plan` accepts nothing else in a saved plan.
  const schema = name === 'saved-plan' ? z.toJSONSchema(schemaOf(name)) : publishedSchema(schemaOf(name));
  return { $id: `urn:ilert-haloitsm:${name}:1`, title, ...schema };
}

/** Converts a schema for publication, open for additions in later versions of the same format. */
export function publishedSchema(schema: z.ZodType): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(schema, {
    override({ jsonSchema }) {
      const { isOpen, enum: values } = jsonSchema;
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      delete jsonSchema.readOnly;
      delete jsonSchema.isOpen;
      // The format says the same, and is readable.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
      if (isOpen !== true) return;
      delete jsonSchema.enum;
      delete jsonSchema.type;
      jsonSchema.anyOf = [{ enum: values ?? [] }, { type: 'string' }];
    },
  });
}
