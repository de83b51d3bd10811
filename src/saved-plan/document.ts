import * as z from 'zod';
import type { Json } from '../engine/sealed.ts';
import { FORMAT_VERSION, SAVED_PLAN } from './format.ts';

/** A value as `sealed` writes it. */
const value: z.ZodType<Json> = z.json();

const text = z.string();
const id = text.describe('Its ID.');

const named = {
  resource: text.describe('Stable key of the resource.'),
  title: text.describe('What it is called in the product.'),
  name: text.describe('Its name.'),
};

const field = z
  .strictObject({
    label: text.describe("What the product's page calls it."),
    before: text.optional().describe('What it is, in words; missing if it is not set.'),
    after: text.optional().describe('What it becomes, in words; missing if it is removed.'),
  })
  .meta({ id: 'savedField', description: 'A field that changes.' });

const change = z
  .strictObject({
    ...named,
    service: text.describe('Where it is.'),
    action: z.enum(['create', 'update', 'keep', 'delete']).describe('What becomes of it.'),
    id: id.optional().describe('Its ID, if it exists.'),
    kept: z.enum(['external', 'in-use']).optional().describe('Why it is kept whatever it is like.'),
    fields: z.array(field).describe('What people read of it.'),
    values: value.describe("The fields of an update, as the service's API has them."),
    request: value.optional().describe('The request that makes the change.'),
  })
  .meta({ id: 'savedChange', description: 'What becomes of a resource.' });

const duplicate = z
  .strictObject({
    ...named,
    id,
    does: text.describe('What it does, in words.'),
  })
  .meta({ id: 'savedDuplicate', description: 'What does the same a second time.' });

const targetPlan = z
  .strictObject({
    target: text.optional().describe('Its name in the settings file; missing without targets.'),
    accounts: z
      .strictObject({
        ilert: text.describe("Base URL of ilert's API."),
        halo: z
          .strictObject({ url: text.describe('Its URL.'), tenant: text.optional().describe('Its tenant, if given.') })
          .optional()
          .describe('The Halo product; missing if the plan is for ilert alone.'),
      })
      .describe('Where it would be applied.'),
    settings: z
      .record(text, value)
      .describe(
        'Every setting that it was made from, except how to sign in (client ID, scope, authorisation server, secrets); the URLs and the tenant are in accounts.',
      ),
    references: z.record(text, value).describe('IDs of what the settings name.'),
    pending: z.boolean().describe('Whether anything would be changed.'),
    changes: z.array(change).describe('What becomes of each resource.'),
    duplicates: z.array(duplicate).describe('What does the same a second time.'),
  })
  .meta({ id: 'savedTargetPlan', description: 'The plan of one target, or of the only integration.' });

/** Whether several plans have different targets. */
function areDistinct(plans: readonly { readonly target?: string | undefined }[]): boolean {
  const targets = plans.flatMap(({ target }) => target ?? []);
  return plans.length === 1 || new Set(targets).size === plans.length;
}

/** Whether a plan for all targets names them. */
function hasTargetsIfForAll({
  all,
  plans,
}: {
  readonly all: boolean;
  readonly plans: readonly { target?: string | undefined }[];
}): boolean {
  return !all || plans.every(({ target }) => target !== undefined);
}

/** The document that `plan --out` writes to a file. */
export const savedPlanSchema = z
  .strictObject({
    formatVersion: z.literal(FORMAT_VERSION).describe('Version of the format.'),
    kind: z.literal(SAVED_PLAN).describe('What the file is.'),
    toolVersion: text.describe('Version of ilert-haloitsm that made it.'),
    createdAt: z.iso.datetime().describe('When it was made, ISO 8601 in UTC.'),
    salt: text.min(1).describe('Of the digests in the place of secrets.'),
    only: z.literal('ilert').optional().describe('The only service that it is for; missing if it is for both.'),
    all: z.boolean().describe('Whether it is for all targets of the settings file.'),
    plans: z
      .array(targetPlan)
      .min(1)
      .refine(areDistinct, 'targets are missing or listed twice')
      .describe('The plan of each target, or of the only integration.'),
  })
  .refine(hasTargetsIfForAll, 'it is for all targets and has none');

/** A saved plan of one or several targets: what was reviewed, to be compared with what would be done now. */
export type SavedPlan = z.infer<typeof savedPlanSchema>;

/** The plan of one of its targets. */
export type TargetPlan = SavedPlan['plans'][number];

/** What it says about one resource. */
export type SavedChange = TargetPlan['changes'][number];
