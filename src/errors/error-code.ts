/** What can go wrong, by the code that JSON documents give it. Codes are stable: programs may rely on them. */
export const errorCodes = {
  'command-line-invalid': 'The command line is invalid, or its flags cannot be used together.',
  'input-invalid': 'Something else about the input is wrong.',
  'setting-missing': 'A required setting is missing.',
  'setting-invalid': 'A setting, the settings file or a secret cannot be read or has a value that is not allowed.',
  'host-not-allowed':
    'A secret would be sent to a host that `HALO_ALLOWED_HOSTS` does not allow, or that a settings file cannot choose for ilert.',
  'name-unknown': 'A name or ID does not exist in ilert or HaloITSM.',
  'name-ambiguous': 'Several resources have the same name.',
  conflict: 'The change would break something created by someone else, or two targets would use the same resource.',
  'profile-mismatch': 'The profile belongs to a different integration than the settings.',
  'profile-unknown': 'This machine has no profile of this name.',
  'target-unknown': 'The settings file has no such target, or none was chosen.',
  'approval-required': 'A confirmation is needed: there is no terminal, and `--yes` is not set.',
  'plan-changed': 'The plan has changed since it was approved, or since it was saved.',
  'plan-unreadable': 'A saved plan cannot be read, or the file is not one.',
  'file-unwritable': 'A file or folder cannot be written.',
  'api-unreachable': 'A service did not respond.',
  'api-answer-unusable': 'A service failed, or the response is not from its API.',
  'api-refused': 'A service rejected a request.',
  'rate-limited': 'A service is still rate-limiting requests after several retries.',
  'credentials-refused': 'A service rejected the credentials.',
  'permission-missing': 'The credentials are valid but not allowed to do this.',
  'verification-failed': 'A ticket does not become an alert, or the alert is not resolved.',
  interrupted: 'The run was stopped by Ctrl-C or a signal, or a question was answered with no.',
  failed: 'Something else went wrong.',
  'internal-error': 'A bug in this program.',
} as const;

/** A stable code of something that went wrong. */
export type ErrorCode = keyof typeof errorCodes;
