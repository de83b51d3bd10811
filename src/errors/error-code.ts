/** What can go wrong, by the code that JSON documents give it. Codes are stable: programs may rely on them. */
export const errorCodes = {
  'command-line-invalid': 'The command line cannot be read, or its flags do not go together.',
  'input-invalid': 'Something else about the input is wrong.',
  'setting-missing': 'A setting that the command needs is nowhere given.',
  'setting-invalid': 'A setting, the settings file or a secret cannot be read or has a value that is not allowed.',
  'name-unknown': 'A name or id is not known in ilert or in Halo.',
  'name-ambiguous': 'Several resources have the same name.',
  conflict: 'Doing it would break what belongs to others, or two targets would share a resource.',
  'profile-mismatch': 'The profile remembers another integration than the settings name.',
  'profile-unknown': 'This machine has no profile of this name.',
  'target-unknown': 'The settings file has no such target, or none was chosen.',
  'approval-required': 'Nobody could be asked, and `--yes` was not given.',
  'plan-changed': 'What is to be done is not what was shown.',
  'file-unwritable': 'A file or folder cannot be written.',
  'api-unreachable': 'No answer came from a service.',
  'api-answer-unusable': 'A service failed, or what answered is not its API.',
  'api-refused': 'A service refused a request.',
  'rate-limited': 'A service still refuses requests for being too many, after waiting.',
  'credentials-refused': 'A service refused the credentials.',
  'permission-missing': 'The credentials are good, but may not do this.',
  'verification-failed': 'A ticket does not become an alert, or the alert is not resolved.',
  interrupted: 'The run was stopped by Ctrl-C or a signal, or a question was answered with no.',
  failed: 'Something else went wrong.',
  'internal-error': 'A defect of this program.',
} as const;

/** A stable code of something that went wrong. */
export type ErrorCode = keyof typeof errorCodes;
