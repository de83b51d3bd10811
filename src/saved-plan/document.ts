import * as z from 'zod';
import type { Json } from '../engine/sealed.ts';

/** What tells a saved plan from any other JSON. */
export const SAVED_PLAN = 'ilert-haloitsm-plan';

/** The version of the format. Only this one is read: what a reviewer was shown must be what is compared. */
export const FORMAT_VERSION = 1;

/** A value as `sealed` writes it: without secrets. */
const value: z.ZodType<Json> = z.json();

const change = z.strictObject({
  resource: z.string(),
  service: z.string(),
  title: z.string(),
  name: z.string(),
  action: z.enum(['create', 'update', 'keep', 'delete']),
  id: z.union([z.string(), z.number()]).optional(),
  kept: z.enum(['external', 'in-use']).optional(),
  /** What people read of it. */
  fields: z.array(z.strictObject({ label: z.string(), before: z.string().optional(), after: z.string().optional() })),
  /** The fields of an update, as the service's API has them. */
  values: value,
  request: value.optional(),
});

const duplicate = z.strictObject({
  resource: z.string(),
  title: z.string(),
  name: z.string(),
  id: z.union([z.string(), z.number()]),
  does: z.string(),
});

const targetPlan = z.strictObject({
  /** A target of the settings file; none where the settings are for one integration. */
  target: z.string().optional(),
  accounts: z.strictObject({
    ilert: z.string(),
    halo: z.strictObject({ url: z.string(), tenant: z.string().optional() }).optional(),
  }),
  /** All settings that it was made from, but for those that say how to sign in. */
  settings: z.record(z.string(), value),
  /** IDs of what the settings name. */
  references: z.record(z.string(), value),
  pending: z.boolean(),
  changes: z.array(change),
  duplicates: z.array(duplicate),
});

/** Several plans are of different targets. */
function areDistinct(plans: readonly { readonly target?: string | undefined }[]): boolean {
  const targets = plans.flatMap(({ target }) => target ?? []);
  return plans.length === 1 || new Set(targets).size === plans.length;
}

/** A plan of all targets has targets. */
function hasTargetsIfForAll({
  all,
  plans,
}: {
  readonly all: boolean;
  readonly plans: readonly { target?: string | undefined }[];
}): boolean {
  return !all || plans.every(({ target }) => target !== undefined);
}

/** The document in a file of `plan --out`. */
export const savedPlanSchema = z
  .strictObject({
    formatVersion: z.literal(FORMAT_VERSION),
    kind: z.literal(SAVED_PLAN),
    toolVersion: z.string(),
    createdAt: z.iso.datetime(),
    /** Of the digests in the place of secrets. */
    salt: z.string().min(1),
    /** The service that it is for alone. */
    only: z.literal('ilert').optional(),
    /** Whether it is for all targets of the settings file. */
    all: z.boolean(),
    plans: z.array(targetPlan).min(1).refine(areDistinct, 'targets are missing or listed twice'),
  })
  .refine(hasTargetsIfForAll, 'it is for all targets and has none');

/** A plan in a file, of one or several targets: what was reviewed, to be compared with what would be done now. */
export type SavedPlan = z.infer<typeof savedPlanSchema>;

/** The plan of one target in it. */
export type TargetPlan = SavedPlan['plans'][number];

/** What it says of one resource. */
export type SavedChange = TargetPlan['changes'][number];
