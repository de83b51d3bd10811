/**
 * Everything that can go wrong, by its code in JSON documents, with the exit codes of a run for one integration. Codes
 * are stable: programs may rely on them.
 */
export const errorCodes = {
  'command-line-invalid': {
    exitCodes: [2],
    meaning: 'The command line is invalid, or its flags cannot be used together.',
  },
  'input-invalid': { exitCodes: [2], meaning: 'Something else about the input is wrong.' },
  'setting-missing': { exitCodes: [2], meaning: 'A required setting is missing.' },
  'setting-invalid': {
    exitCodes: [2],
    meaning: 'A setting, the settings file or a secret cannot be read or has a value that is not allowed.',
  },
  'host-not-allowed': {
    exitCodes: [2],
    meaning:
      'A secret would be sent to a host that `HALO_ALLOWED_HOSTS` does not allow, or that a settings file cannot choose for ilert.',
  },
  'name-unknown': { exitCodes: [1, 2], meaning: 'A name or ID does not exist in ilert or HaloITSM.' },
  'name-ambiguous': { exitCodes: [1, 2], meaning: 'Several resources have the same name.' },
  conflict: {
    exitCodes: [1, 2],
    meaning: 'The change would break something created by someone else, or two targets would use the same resource.',
  },
  'profile-mismatch': { exitCodes: [2], meaning: 'The profile belongs to a different integration than the settings.' },
  'profile-unknown': { exitCodes: [2], meaning: 'This machine has no profile of this name.' },
  'target-unknown': { exitCodes: [2], meaning: 'The settings file has no such target, or none was chosen.' },
  'approval-required': {
    exitCodes: [2],
    meaning: 'A confirmation is needed: there is no terminal, and `--yes` is not set.',
  },
  'plan-changed': { exitCodes: [1], meaning: 'The plan has changed since it was approved, or since it was saved.' },
  'plan-unreadable': { exitCodes: [2], meaning: 'A saved plan cannot be read, or the file is not one.' },
  'file-unwritable': { exitCodes: [1, 2], meaning: 'A file or folder cannot be written.' },
  'api-unreachable': { exitCodes: [1, 5], meaning: 'A service did not respond.' },
  'api-answer-unusable': { exitCodes: [1, 5], meaning: 'A service failed, or the response is not from its API.' },
  'api-refused': { exitCodes: [1, 5], meaning: 'A service rejected a request.' },
  'rate-limited': { exitCodes: [1, 5], meaning: 'A service is still rate-limiting requests after several retries.' },
  'credentials-refused': { exitCodes: [3], meaning: 'A service rejected the credentials.' },
  'permission-missing': { exitCodes: [3], meaning: 'The credentials are valid but not allowed to do this.' },
  'verification-failed': {
    exitCodes: [1],
    meaning: 'A ticket does not become an alert, or the alert is not resolved.',
  },
  'setting-not-kept': {
    exitCodes: [1],
    meaning:
      'A service did not keep a setting that no live account has confirmed yet; everything else was stored. Remove the setting to continue.',
  },
  interrupted: {
    exitCodes: [130],
    meaning: 'The run was stopped by Ctrl-C or a signal, or a question was answered with no.',
  },
  failed: { exitCodes: [1, 5], meaning: 'Something else went wrong.' },
  'internal-error': { exitCodes: [1], meaning: 'A bug in this program.' },
} as const;

/** The stable code of something that went wrong. */
export type ErrorCode = keyof typeof errorCodes;
