import { listInWords } from '../text/list.ts';
import { quoted, type Shell } from '../text/shell-word.ts';
import type { PipelineKind, PipelineSettings } from './pipeline.ts';

/** Something a person has to do, as a sentence, with any lines that belong to it, such as commands. */
export interface Step {
  readonly text: string;
  readonly lines: readonly string[];
}

type SetUp = Pick<PipelineSettings, 'name' | 'defaultBranch' | 'secrets' | 'haloHosts'>;

/** Returns what to do once in the CI system before a pipeline works, in order. Pure. @param shell for the commands */
export function setUpSteps(kind: PipelineKind, setUp: SetUp, shell: Shell): Step[] {
  return kind === 'github' ? gitHubSteps(setUp, shell) : gitLabSteps(setUp);
}

/** Formats steps as numbered lines. */
export function listed(steps: readonly Step[]): string[] {
  return steps.flatMap(({ text, lines }, index) => [`${index + 1}. ${text}`, ...lines.map((line) => `     ${line}`)]);
}

/** Returns the environments of a pipeline: one that only reads, and one that applies. */
function environmentsOf(name: string): { readonly plan: string; readonly apply: string } {
  return { plan: `${name}-plan`, apply: name };
}

/** With more secrets than this, listing each one for both environments would take too many lines. */
const MAX_LISTED_SECRETS = 4;

function gitHubSteps({ name, defaultBranch, secrets, haloHosts }: SetUp, shell: Shell): Step[] {
  const { plan, apply } = environmentsOf(name);
  const inBoth = (lines: (environment: string) => readonly string[]) => [plan, apply].flatMap(lines);
  const typed = secrets.length > MAX_LISTED_SECRETS ? ['NAME'] : secrets;
  const hosts = haloHosts.length === 0 ? '' : ` --body ${quoted(haloHosts.join(','), shell)}`;
  const known = haloHosts.length === 0 ? ': the host of your Halo, which gh asks for' : '';
  return [
    {
      text: `Create the environments ${plan} and ${apply} in GitHub (Settings > Environments).`,
      lines: inBoth((each) => [`gh api --method PUT ${quoted(`repos/{owner}/{repo}/environments/${each}`, shell)}`]),
    },
    {
      text: `In both, set the secrets ${listInWords(secrets)}, which gh asks for. In the first, read access to Halo is enough.`,
      lines: inBoth((each) => typed.map((secret) => `gh secret set ${quoted(secret, shell)} --env ${each}`)),
    },
    {
      text: `In both, set the variable HALO_ALLOWED_HOSTS${known}. Halo credentials are sent nowhere else.`,
      lines: inBoth((each) => [`gh variable set HALO_ALLOWED_HOSTS --env ${each}${hosts}`]),
    },
    {
      text: `Limit ${apply} to the branch ${defaultBranch} (Settings > Environments). Required reviewers are asked before it is used.`,
      lines: [],
    },
  ];
}

function gitLabSteps({ name, secrets, haloHosts }: SetUp): Step[] {
  const { plan, apply } = environmentsOf(name);
  const hosts = haloHosts.length === 0 ? 'the host of your Halo' : haloHosts.join(',');
  return [
    {
      text: 'Add these variables in GitLab (Settings > CI/CD > Variables). "Protect variable" is ticked at first: untick it unless a line says protected.',
      lines: [
        `${secrets.join(', ')}: environment ${plan}, masked and hidden; read access to Halo is enough`,
        `${secrets.join(', ')}: environment ${apply}, masked and hidden, protected`,
        `HALO_ALLOWED_HOSTS: environments ${plan} and ${apply}, one variable for each, visible; ${hosts}. Halo credentials are sent nowhere else`,
        'GITLAB_TOKEN: all environments, masked and hidden; a project access token, role Reporter, scope api',
        '  (gitlab.com has these from Premium; on Free, a personal access token of a user with this role)',
      ],
    },
    { text: 'Add a schedule for the nightly check, such as 23 4 * * * (Build > Pipeline schedules).', lines: [] },
    {
      text: `Where each run that applies is to be approved, protect the environment ${apply} (from Premium).`,
      lines: [],
    },
  ];
}
