import { isUsualFile } from '../config/usual-settings-file.ts';
import { listInWords } from '../text/list.ts';
import { quoted, type Shell } from '../text/shell-word.ts';
import type { PipelinePlace } from './new-pipelines.ts';
import type { PipelineSettings } from './pipeline.ts';
import { type Step, setUpSteps } from './set-up-steps.ts';

/** What was written. */
interface Written {
  /** Relative to the working folder. */
  readonly settingsFile: string;
  /** Settings in it whose values a person has to fill in. */
  readonly toFillIn: readonly string[];
  /** Environment variables from which it takes secrets. */
  readonly variables: readonly string[];
  readonly hasTargets: boolean;
  readonly pipelines: readonly { readonly place: PipelinePlace; readonly settings: PipelineSettings }[];
  /** The shell for which to quote commands. */
  readonly shell: Shell;
}

/** Returns what remains to be done after `init`, in order. Pure. */
export function nextSteps({ settingsFile, toFillIn, variables, hasTargets, pipelines, shell }: Written): Step[] {
  const config = isUsualFile(settingsFile) ? '' : ` --config ${quoted(settingsFile, shell)}`;
  const plan = `npx ilert-haloitsm plan${hasTargets ? ' --all' : ''}`;
  const values = toFillIn.length > 0 ? [`In ${settingsFile}, put your values for ${listInWords(toFillIn)}.`] : [];
  if (pipelines.length === 0) {
    const secrets = variables.length > 0 ? [`Set the environment variables ${listInWords(variables)}.`] : [];
    return [...values, ...secrets, `Run: ${plan}${config}`].map(alone);
  }
  const toInclude = pipelines.filter(({ place }) => place.isIncluded).map(({ place }) => place.path);
  const branches = [...new Set(pipelines.map(({ settings }) => settings.defaultBranch))];
  return [
    ...values.map(alone),
    { text: 'Check the settings, which needs no secrets:', lines: [`${plan} --offline${config}`] },
    ...toInclude.map((path) => alone(`Include ${path} in .gitlab-ci.yml.`)),
    ...pipelines.flatMap(({ place, settings }) => setUpSteps(place.kind, settings, shell)),
    alone(
      `Commit the files. From then on, what is merged to ${listInWords(branches)}, your default branch, is applied.`,
    ),
  ];
}

function alone(text: string): Step {
  return { text, lines: [] };
}
