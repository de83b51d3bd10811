/** What there is a published schema of, besides the settings: what each command prints as JSON, and what runs write. */
export const documentNames = [
  'setup',
  'plan',
  'apply',
  'verify',
  'status',
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
] as const;

export type DocumentName = (typeof documentNames)[number];

/** Those that are what a command prints. */
export type CommandName = Exclude<DocumentName, 'error' | 'report' | 'saved-plan'>;
