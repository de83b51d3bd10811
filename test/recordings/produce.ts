import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { recordingOf, renderRecording } from '../../src/recording/recording.ts';
import { redactExchanges } from '../../src/recording/redact.ts';
import { runTool } from '../faults/tool.ts';
import { exchangesOf, originsOf } from '../support/recorded-run.ts';

/** The runs to record, in this order, on the same account. */
const ON_EMPTY = { 'apply-empty': ['apply'] };
const ON_FULL = {
  'apply-full': ['apply'],
  'plan-unchanged': ['plan'],
  verify: ['verify', '--through-halo', '--yes'],
  status: ['status'],
  destroy: ['destroy', '--yes'],
  prove: ['prove', '--yes', '--fact', 'event-on-close', '--fact', 'ilert-alerts'],
};

/** Records runs against the simulators. @param folder where the files are written */
export async function produceRecordings(folder: string): Promise<void> {
  await record(ON_EMPTY, false, folder);
  await record(ON_FULL, true, folder);
}

async function record(runs: Readonly<Record<string, readonly string[]>>, others: boolean, folder: string) {
  const sandbox = await startSandbox({ others });
  const home = await mkdtemp(join(tmpdir(), 'recordings-'));
  try {
    for (const [name, argv] of Object.entries(runs)) {
      sandbox.requests.length = 0;
      const { exitCode, stderr } = await runTool(argv, variablesFor(sandbox), home);
      if (exitCode !== 0) throw new Error(`${name} ended with ${exitCode}: ${stderr}`);
      const recording = recordingOf({
        producedWith: 'simulators',
        versions: { tool: '0.1.0', node: 'v20.12.0' },
        product: sandbox.product,
        exchanges: redactExchanges(exchangesOf(sandbox), originsOf(sandbox)),
      });
      await writeFile(join(folder, `${name}.json`), renderRecording(recording));
    }
  } finally {
    await sandbox.close();
    await rm(home, { recursive: true });
  }
}

function variablesFor({ ilert, halo }: Sandbox): Record<string, string> {
  return {
    ILERT_ENDPOINT: ilert.url,
    ILERT_API_TOKEN: ilert.token,
    HALO_URL: halo.url,
    HALO_CLIENT_ID: halo.clientId,
    HALO_CLIENT_SECRET: halo.clientSecret,
    ILERT_ESCALATION_POLICY: 'Default',
  };
}
