import { haloFields } from './halo-fields.ts';
import { ilertFields } from './ilert-fields.ts';

/** The one table of settings. */
export const fields = [...ilertFields, ...haloFields] as const;
