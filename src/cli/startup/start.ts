import { dirname, join } from 'node:path';
import { readVersion } from '../../env/version.ts';
import { terminalWidth } from '../../ui/wrap.ts';
import { reportWriteErrors } from '../../ui/write-errors.ts';
import { prerenderedText } from './prerendered-help.ts';

const DIST = __dirname;
const PACKAGE_ROOT = dirname(DIST);

/** Starts the program, which sets this process's exit code. @param argv what was typed after the program's name */
export function start(argv: readonly string[]): void {
  const version = () => readVersion(PACKAGE_ROOT);
  const text = prerenderedText(argv, version, () => terminalWidth(process.stdout), join(DIST, 'help'));
  reportWriteErrors(process.stdout);
  if (text === undefined) void launch(argv);
  else process.stdout.write(text);
}

/** Loads the code that loads the program, which nothing else needs. */
async function launch(argv: readonly string[]): Promise<void> {
  const { launch } = await import('./launch.ts');
  await launch(argv, PACKAGE_ROOT, DIST);
}
