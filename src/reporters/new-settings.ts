import { listed } from '../pipelines/set-up-steps.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import type { ResultOf } from './result.ts';

/** Lists the files that `init` has written, and how to continue. Pure. */
export function renderNewSettings({ files, steps }: ResultOf<'init'>, style: Style): string {
  return [
    'Written:',
    ...files.map((file) => `  ${plainName(file)}`),
    '',
    style.strong('Next'),
    ...listed(steps).map((line) => `  ${plainName(line)}`),
  ].join('\n');
}
