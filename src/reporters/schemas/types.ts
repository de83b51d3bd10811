import type * as z from 'zod';
import type { beginning, data, ending, target, targetCounts } from './documents.ts';
import type * as parts from './parts.ts';

// What the schemas say, for the code that builds documents: a field that they do not describe is a compile error. Types
// alone, so that no run loads the schemas to print one.

/** What a result has of its own, by its kind. */
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

/** One of several targets, with what a run for it alone reports. */
export type Target = z.infer<typeof target> & Partial<Data[keyof Data]> & Ending;

/** What a run for several targets reports. */
export interface Fleet {
  readonly counts: z.infer<typeof targetCounts>;
  readonly targets: readonly Target[];
}
