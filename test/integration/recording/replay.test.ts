import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRecording, type Recording } from '../../../src/recording/recording.ts';
import { packageRoot, run } from '../../support/cli.ts';
import { type Replay, replayOf } from '../../support/replay-server.ts';
import { haloAt, ilertAt } from '../../support/wire.ts';

/** Reads a recording of test/recordings. */
function recordingNamed(name: string): Recording {
  const recording = parseRecording(readFileSync(join(packageRoot, 'test', 'recordings', `${name}.json`), 'utf8'));
  if (!recording) throw new Error(`${name} is not a recording`);
  return recording;
}

/** Runs a command on a recording, with the placeholders of what was set. */
async function replayed(name: string, ...argv: string[]) {
  const recording = recordingNamed(name);
  const { exitCode, stdout, stderr } = await run([...argv, '--format', 'json'], {
    env: variablesFor(await replayOf(recording), policyIn(recording)),
  });
  return { exitCode, stderr, result: JSON.parse(stdout) };
}

function variablesFor({ ilert, halo }: Replay, policy: string): Record<string, string> {
  return {
    ILERT_ENDPOINT: ilert.url,
    ILERT_API_TOKEN: 'any',
    HALO_URL: halo.url,
    HALO_CLIENT_ID: 'any',
    HALO_CLIENT_SECRET: 'any-secret',
    ILERT_ESCALATION_POLICY: policy,
  };
}

/** The first policy of the account is the one that was set. Runs that read none need no name. */
function policyIn({ exchanges }: Recording): string {
  const read = exchanges.find(({ request }) => request.path === '/api/escalation-policies');
  const [policy] = read && 'body' in read.response ? (read.response.body as { name: string }[]) : [];
  return policy?.name ?? 'text-1';
}

/** What the recorded run of `prove` has shown. */
const FACTS = ['event-on-close', 'ilert-alerts'];

describe('a run on a recording ends as the recorded run did:', () => {
  it.each(['apply-empty', 'apply-full'])('%s creates everything', async (name) => {
    const { exitCode, result } = await replayed(name, 'apply');
    expect([exitCode, result.counts]).toEqual([0, { create: 6, update: 0, delete: 0, keep: 0 }]);
    expect(result.resources).toHaveLength(6);
  });

  it('plan finds nothing to change', async () => {
    const { exitCode, result } = await replayed('plan-unchanged', 'plan', '--exit-code');
    expect([exitCode, result.pending, result.counts.keep]).toEqual([0, false, 6]);
  });

  it('status finds everything healthy, with the run and the delivery of the test ticket', async () => {
    const { exitCode, result } = await replayed('status', 'status');
    expect([exitCode, result.state, result.findings]).toEqual([0, 'healthy', []]);
    expect(result.runs).toMatchObject([{ state: 'done' }, { state: 'done' }]);
    expect(result.deliveries).toMatchObject([{ status: 202 }, { status: 202 }]);
  });

  it('verify sees the ticket become an alert, whose text is not the one that this run has drawn', async () => {
    const { result } = await replayed('verify', 'verify', '--through-halo', '--yes');
    expect(result.tested).toBe('end-to-end');
    expect(result.findings).toMatchObject([{ code: 'alert-content-mismatch' }]);
  });

  it('destroy removes everything', async () => {
    const { exitCode, result } = await replayed('destroy', 'destroy', '--yes');
    expect([exitCode, result.counts.delete, result.left]).toEqual([0, 6, []]);
  });
});

it('prove on a recording of its run shows the same', async () => {
  const { exitCode, result } = await replayed('prove', 'prove', '--yes', ...FACTS.flatMap((fact) => ['--fact', fact]));
  const shown = (result.facts as { fact: string; answer: string }[]).filter(({ fact }) => FACTS.includes(fact));
  expect(shown.map(({ answer }) => answer)).toEqual(FACTS.map(() => 'confirmed'));
  expect([exitCode, result.left]).toEqual([0, []]);
});

describe('the clients', () => {
  it('read the rows of a recording', async () => {
    const { halo, ilert } = await replayOf(recordingNamed('plan-unchanged'));
    const [policy] = await ilertAt(ilert.url).escalationPolicies();
    expect(policy?.name).toMatch(/^text-\d+$/);
    const catalogue = await haloAt(halo.url, { tenant: 'text-1' }).eventCatalogue();
    expect(catalogue).toHaveLength(205);
  });
});

it.each(['apply-empty', 'apply-full', 'plan-unchanged', 'status', 'verify', 'destroy', 'prove'])(
  'the recording %s says that it was produced with the simulators',
  (name) => {
    expect(recordingNamed(name).producedWith).toBe('simulators');
  },
);
