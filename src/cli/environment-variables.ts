import { ALLOWED_HOSTS } from '../config/allowed-hosts.ts';

/** Environment variables that aren't settings. */
export interface EnvironmentVariables {
  readonly names: readonly string[];
  /** One clause. */
  readonly about: string;
}

/** Every environment variable with an effect, apart from settings: for help and docs/settings.md. */
export const environmentVariables: readonly EnvironmentVariables[] = [
  {
    names: [ALLOWED_HOSTS],
    about:
      'hosts that the HaloITSM credentials may be sent to, separated by commas, such as acme.haloitsm.com or *.halopsa.com (if not set: any)',
  },
  {
    names: ['ILERT_HALOITSM_HOME'],
    about: "folder for saved profiles and compiled code (default: in your user's folders)",
  },
  { names: ['CI'], about: 'set by CI systems: no questions are asked, unless it is 0, false, no or off' },
  { names: ['GITHUB_ACTIONS', 'GITHUB_WORKSPACE'], about: 'set by GitHub: errors and findings become annotations' },
  {
    names: ['CI_PROJECT_DIR'],
    about: "set by GitLab, as GITHUB_WORKSPACE by GitHub: the repository's folder, which paths in Markdown start from",
  },
  { names: ['GITHUB_STEP_SUMMARY'], about: 'set by GitHub: file to which the result is appended as Markdown' },
  {
    names: ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'],
    about: 'proxies, and the hosts that need none; also in lower case',
  },
  { names: ['NODE_EXTRA_CA_CERTS'], about: 'PEM file with further certificate authorities' },
  {
    names: ['NODE_DISABLE_COMPILE_CACHE'],
    about: '1: no compiled code is kept for the next run, which starts faster with it',
  },
  { names: ['NO_COLOR', 'FORCE_COLOR'], about: 'disable colours; use them without a terminal as well' },
  { names: ['TERM'], about: '"dumb": questions as plain lines, no colours, ASCII symbols' },
  {
    names: ['LC_ALL', 'LC_CTYPE', 'LANG'],
    about: 'ASCII symbols unless the first that is set contains UTF-8, or none is set',
  },
  {
    names: ['WT_SESSION', 'TERM_PROGRAM', 'ConEmuTask'],
    about: 'set by terminals for Windows that show more than ASCII symbols',
  },
  {
    names: ['HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'APPDATA', 'LOCALAPPDATA'],
    about: "your user's folders, for saved profiles and compiled code",
  },
];

/** Renders their table in docs/settings.md as Markdown; a test keeps the page up to date. */
export function environmentTable(): string {
  const rows = environmentVariables.map(
    ({ names, about }) => `| ${names.map((name) => `\`${name}\``).join(', ')} | ${about} |`,
  );
  return ['| variable | what it does |', '| --- | --- |', ...rows].join('\n');
}
