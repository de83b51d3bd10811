import * as z from 'zod';

const text = z.string();
const count = z.int().min(0);

/** The shape of a value: the names of its types, or an object with a shape for each field. */
const shape = z.union([text, z.record(text, z.unknown())]);

/** The report of `status --report`: a description of a tenant without its values. */
export const reportSchema = z
  .strictObject({
    formatVersion: z.literal(1).describe('Version of the format; keys may be added within a version.'),
    about: text.describe('What the report is for, and what it does not contain.'),
    versions: z
      .strictObject({ tool: text, node: text, platform: text })
      .describe('Versions of this tool and of Node.js, and the platform.'),
    product: text.describe('The Halo product.'),
    settingsGiven: z.array(text).describe('Names of the settings that were set.'),
    resources: z
      .record(text, z.enum(['not read', 'external', 'exists', 'missing']))
      .describe('Whether each resource exists; `external`: it is managed elsewhere.'),
    events: z
      .array(z.strictObject({ event: text, filter: z.array(z.strictObject({ column: text, operator: z.number() })) }))
      .describe('Events of the runbook, each with the columns of its filter.'),
    runs: z.strictObject({ done: count, failed: count }).describe('How many runs of the runbook there were.'),
    deliveries: z.record(text, count).describe('How many tickets were sent to ilert, by HTTP status.'),
    facts: z
      .array(
        z.strictObject({
          fact: text.describe('Its id, as in docs/facts.md.'),
          claim: text.describe('What it says.'),
          certainty: z.enum(['proven', 'documented', 'inferred']).describe('How certain it is without this report.'),
          answer: z.enum(['confirmed', 'contradicted', 'not observed']).describe('What the tenant shows.'),
          sentence: text.describe('The same in words.'),
        }),
      )
      .describe('What is known of both APIs, compared with the tenant.'),
    routes: z
      .array(
        z.strictObject({
          route: text.describe('Method and path, without IDs.'),
          statuses: z.record(text, count).describe('How many responses there were, by HTTP status.'),
          retries: count.optional().describe('How many requests were repeated.'),
          withoutJson: count.optional().describe('How many responses were not JSON.'),
          answer: shape.optional().describe('Names and types of the fields of successful responses.'),
          refusal: shape.optional().describe('The same of error responses.'),
        }),
      )
      .describe('Every route that was called.'),
  })
  .meta({ id: 'report' });

/** A description of a tenant without its values, which users can send us. */
export type Report = z.infer<typeof reportSchema>;
