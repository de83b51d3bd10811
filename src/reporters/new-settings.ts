import { isUsualFile } from '../config/usual-settings-file.ts';
import { listInWords } from '../text/list.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import type { ResultOf } from './result.ts';

/** The files that `init` has written, and how to go on. Pure. */
export function renderNewSettings(
  { files, settingsFile, toFillIn, variables, toInclude }: ResultOf<'init'>,
  style: Style,
): string {
  const name = plainName(settingsFile);
  const option = isUsualFile(settingsFile) ? '' : ` --config ${name}`;
  const steps = [
    ...(toFillIn.length > 0 ? [`In ${name}, put your values for ${listInWords(toFillIn)}.`] : []),
    ...(variables.length > 0 ? [`Set the environment variables ${listInWords(variables)}.`] : []),
    ...toInclude.map((path) => `Include ${path} in .gitlab-ci.yml.`),
    `Run: npx ilert-haloitsm plan${option}`,
  ];
  return [
    'Written:',
    ...files.map((file) => `  ${plainName(file)}`),
    '',
    style.strong('Next'),
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
  ].join('\n');
}
