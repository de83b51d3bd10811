/** The documents with a published schema, besides the settings: what each command prints as JSON, and written files. */
export const documentNames = [
  'setup',
  'plan',
  'apply',
  'verify',
  'status',
  'prove',
  'destroy',
  'export',
  'init',
  'targets',
  'schema',
  'completion',
  'sandbox',
  'error',
  'report',
  'saved-plan',
  'recording',
] as const;

export type DocumentName = (typeof documentNames)[number];

/** The documents that a command prints. */
export type CommandName = Exclude<DocumentName, 'error' | 'report' | 'saved-plan' | 'recording'>;
