import type * as z from 'zod';
import type { beginning, data, ending, target, targetCounts } from './documents.ts';
import type * as parts from './parts.ts';

// The types of the schemas, for the code that builds documents: an undescribed field is a compile error. Types only, so
// that printing a document doesn't load the schemas.

/** The specific fields of each kind of result. */
export type Data = { readonly [Kind in keyof typeof data]: z.infer<(typeof data)[Kind]> };

export type Beginning = Omit<z.infer<typeof beginning>, 'command'> & { readonly command: string | undefined };
export type Ending = z.infer<typeof ending>;
export type Change = z.infer<typeof parts.change>;
export type Field = z.infer<typeof parts.field>;
export type Existing = z.infer<typeof parts.existing>;
export type UnknownChange = z.infer<typeof parts.unknown>;
export type Duplicate = z.infer<typeof parts.duplicate>;
export type Step = z.infer<typeof parts.step>;
export type ErrorReport = z.infer<typeof parts.error>;

/** One of several targets, with the report of a run for it alone. */
export type Target = z.infer<typeof target> & Partial<Data[keyof Data]> & Ending;

/** The report of a run for several targets. */
export interface Fleet {
  readonly counts: z.infer<typeof targetCounts>;
  readonly targets: readonly Target[];
}
