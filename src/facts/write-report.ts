import type { Resolved } from '../config/resolve.ts';
import { messageOf, usageError } from '../errors/cli-error.ts';
import { isSystemError } from '../errors/system-error.ts';
import { writeFileAtomically } from '../fs/atomic-write.ts';
import { readTextFile } from '../fs/bounded-read.ts';
import type { Context } from '../runtime/context.ts';
import { fileToWrite } from '../runtime/run-files.ts';
import { createRecorder } from './recorder.ts';
import { isReport, type ReportParts, renderReport, tenantReport } from './report.ts';

/**
 * Opens a report that records the run and is written at its end, even if the run fails.
 * @throws CliError, exit 2, before any request, if `file` exists and is not an earlier report
 */
export async function openReport(context: Context, resolved: Resolved, file: string) {
  const { system, streams, files } = context;
  const { path } = await fileToWrite(file, { option: '--report', what: 'report' }, { files, cwd: system.cwd });
  const there = await readTextFile(path, { pipeTimeout: 0 }).catch((error: unknown) => {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw unwritable(file, error);
  });
  if (there !== undefined && !isReport(there)) {
    throw usageError(`${file} already exists, and it isn't a report of this program.`, OTHER_NAME, 'file-unwritable');
  }
  const recorder = createRecorder();
  return {
    listen: recorder.listen,
    /** Writes the file and says where it is. The report states what was not read. */
    async write(seen: Partial<Pick<ReportParts, 'live' | 'only' | 'runs' | 'deliveries' | 'alerts'>>) {
      const report = tenantReport({
        versions: { tool: context.version, node: system.nodeVersion, platform: system.platform },
        settings: resolved.settings,
        origins: resolved.origins,
        recorder,
        ...seen,
      });
      await writeFileAtomically(path, renderReport(report)).catch((error: unknown) => {
        throw unwritable(file, error);
      });
      files.written.add(path);
      streams.info(
        `The report is in ${file}. It was not sent to anybody: review it, then attach it to a bug report if you like.`,
      );
    },
  };
}

const OTHER_NAME = 'Give --report another name.';

function unwritable(file: string, error: unknown) {
  return usageError(`The report can't be written to ${file}: ${messageOf(error)}.`, OTHER_NAME, 'file-unwritable');
}
