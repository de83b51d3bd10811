import * as z from 'zod';
import { nameSchema } from './value-schema.ts';

/** A target's name is typed after --target, and names its profile. */
export const TARGET_NAME = /^[A-Za-z0-9][\w-]{0,63}$/;

/** More than anyone renames a customer. */
const MAX_FORMER_NAMES = 20;

const formerName = z
  .string({ error: 'must be a former name of the target' })
  .regex(TARGET_NAME, { error: 'must be a former target name: up to 64 letters, digits, - or _' });

const formerNames = z
  .array(formerName)
  .max(MAX_FORMER_NAMES, { error: `must have at most ${MAX_FORMER_NAMES} entries` });

/** A target's properties besides its settings: no flag or variable sets them, and targets don't share them. */
export const targetProperties = {
  name: {
    schema: nameSchema(),
    /** What an editor accepts. */
    inFile: nameSchema(),
    about: 'Display name of the target, shown in reports; --target takes its key.',
  },
  was: {
    schema: z.preprocess((value) => [value].flat(), formerNames),
    inFile: z.union([formerName, formerNames]),
    about: 'Former key of the target, or several, the latest first: what was set up under it is kept.',
  },
} as const;

/** The keys of a target that aren't sections of settings. */
export const TARGET_PROPERTIES: readonly string[] = Object.keys(targetProperties);
