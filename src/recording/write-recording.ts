import type { Settings } from '../config/settings.ts';
import { messageOf, usageError } from '../errors/cli-error.ts';
import { isSystemError } from '../errors/system-error.ts';
import { writeFileAtomically } from '../fs/atomic-write.ts';
import { readTextFile } from '../fs/bounded-read.ts';
import type { Context } from '../runtime/context.ts';
import { fileToWrite } from '../runtime/run-files.ts';
import { createExchangeRecorder } from './recorder.ts';
import { parseRecording, recordingOf, renderRecording } from './recording.ts';
import { redactExchanges } from './redact.ts';

/**
 * Opens a recording of the run's requests, which is written at its end, even if the run fails.
 *
 * @throws CliError, exit 2, before any request, if `file` exists and is not an earlier recording
 */
export async function openRecording(context: Context, settings: Settings, file: string) {
  const { system, streams, files } = context;
  const { path } = await fileToWrite(file, { option: '--record', what: 'recording' }, { files, cwd: system.cwd });
  const there = await readTextFile(path, { pipeTimeout: 0 }).catch((error: unknown) => {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw unwritable(file, error);
  });
  if (there !== undefined && !parseRecording(there)) {
    throw usageError(
      `${file} already exists, and it isn't a recording of this program.`,
      OTHER_NAME,
      'file-unwritable',
    );
  }
  const recorder = createExchangeRecorder();
  return {
    listen: recorder.listen,
    /** Writes the file and says where it is. */
    async write() {
      const recording = recordingOf({
        producedWith: areSimulators(settings) ? 'simulators' : 'live account',
        versions: { tool: context.version, node: system.nodeVersion },
        product: settings['halo.product'],
        exchanges: redactExchanges(recorder.exchanges, recorder.origins),
      });
      await writeFileAtomically(path, renderRecording(recording)).catch((error: unknown) => {
        throw unwritable(file, error);
      });
      files.written.add(path);
      streams.info(
        `The recording is in ${file}. It was not sent to anybody: read it, then attach it to an issue if you like.`,
      );
    },
  };
}

/** Whether both services are on this machine, as simulators are. */
function areSimulators({ 'halo.url': halo = '', 'ilert.endpoint': ilert }: Settings): boolean {
  return [halo, ilert].every((url) => URL.canParse(url) && LOOPBACK.includes(new URL(url).hostname));
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const OTHER_NAME = 'Give --record another name.';

function unwritable(file: string, error: unknown) {
  return usageError(`The recording can't be written to ${file}: ${messageOf(error)}.`, OTHER_NAME, 'file-unwritable');
}
