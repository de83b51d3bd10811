import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Intercept } from '../../sandbox/sandbox.ts';
import { commands } from '../../src/cli/registry.ts';
import { ExitCode } from '../../src/errors/cli-error.ts';
import { targetOutcomes } from '../../src/fleet/report.ts';
import { type DocumentName, documentNames } from '../../src/reporters/schemas/names.ts';
import { pointedAt, temporaryFolder } from '../support/cli.ts';
import { fleetOfTest } from '../support/fleet.ts';
import { gate } from '../support/gate.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { type Ended, runBuilt, startBuilt } from './built-command.ts';

// Real runs of the built command, and the schemas that it prints, with the kind of validator that pipelines use.

/** A published schema, whole and by the titles of its variants. */
interface Published {
  readonly validate: ValidateFunction;
  readonly variants: ReadonlyMap<string, ValidateFunction>;
}

const published = new Map<DocumentName, Published>();
const withVariants = z.object({ $defs: z.unknown(), anyOf: z.array(z.looseObject({ title: z.string() })).default([]) });

async function schemaOf(name: DocumentName): Promise<Published> {
  const known = published.get(name);
  if (known) return known;
  const { stdout } = await runBuilt(['schema', '--of', name]);
  const schema = JSON.parse(stdout);
  const { $defs, anyOf } = withVariants.parse(schema);
  const compile = (part: object) => formats.default(new Ajv2020({ strictTypes: false })).compile(part);
  const variants = new Map(anyOf.map((variant) => [variant.title, compile({ ...variant, $defs })]));
  const compiled = { validate: compile(schema), variants };
  published.set(name, compiled);
  return compiled;
}

/** Each test runs many processes. */
const LONG_MS = 120_000;

/** What the runs of this file have shown. */
const seen = { variants: new Set<string>(), exitCodes: new Set<unknown>(), outcomes: new Set<unknown>() };

async function expectDocument(name: DocumentName, text: string): Promise<void> {
  const document = JSON.parse(text);
  const { validate, variants } = await schemaOf(name);
  expect(validate(document), `${JSON.stringify(validate.errors)}\n${text}`).toBe(true);
  const variant = [...variants].find(([, isValid]) => isValid(document));
  seen.variants.add(`${name}: ${variant?.[0]}`);
  // The list of targets has no outcomes.
  for (const { outcome } of document.targets ?? []) if (outcome !== undefined) seen.outcomes.add(outcome);
}

/** Runs the built command, and expects its document to match its schema. */
async function documentOf(argv: readonly string[], options: Parameters<typeof runBuilt>[1] = {}): Promise<Ended> {
  const ended = await runBuilt([...argv, '--json'], options);
  await expectDocument(documentNames.find((name) => name === argv[0]) ?? 'error', ended.stdout);
  seen.exitCodes.add(ended.exitCode);
  return ended;
}

const refusing =
  (path: string, method = 'POST'): Intercept =>
  (request) =>
    request.method === method && request.path.startsWith(path)
      ? { kind: 'respond', status: 400, body: 'no' }
      : undefined;

test(
  'each command that can fail says so as the schemas say',
  async () => {
    for (const { name } of commands) {
      const { exitCode } = await documentOf([name, '--bogus']);
      expect([name, exitCode]).toEqual([name, ExitCode.usage]);
    }
    await documentOf(['aply']);
  },
  LONG_MS,
);

test(
  'commands that need no account print what the schemas say',
  async () => {
    for (const argv of [
      ['schema'],
      ['schema', '--of', 'status'],
      ['completion', 'bash'],
      ['init'],
      ['plan', '--offline'],
      ['apply', '--dry-run', '--offline'],
      ['export', 'files', '--offline'],
      ['sandbox', '--demo'],
    ])
      expect([argv, (await documentOf(argv)).exitCode]).toEqual([argv, ExitCode.done]);
    const sandbox = startBuilt(['sandbox', '--json']);
    await sandbox.printed('\n}\n');
    sandbox.process.kill('SIGINT');
    await expectDocument('sandbox', (await sandbox.ended).stdout);
  },
  LONG_MS,
);

test(
  'from the first plan to the last row, each run prints what the schemas say',
  async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    const run = (...argv: string[]) => documentOf(argv, { cwd, env: pointedAt(sandbox) });
    const story: [string, number][] = [
      ['plan --exit-code --out plan.json', ExitCode.pending],
      ['apply --dry-run', ExitCode.done],
      ['apply --plan plan.json', ExitCode.done],
      ['setup', ExitCode.done],
      ['plan --priority low', ExitCode.done],
      ['apply --only ilert', ExitCode.done],
      ['export files', ExitCode.done],
      ['verify --yes', ExitCode.done],
      ['verify --no-alert', ExitCode.done],
      ['prove --yes --fact binding-list --record recording.json', ExitCode.done],
      ['prove --clean-up', ExitCode.done],
      ['status --report tenant.json', ExitCode.done],
      ['status --priority low', ExitCode.pending],
      ['init --from-live', ExitCode.done],
      ['destroy', ExitCode.usage],
      ['destroy --dry-run', ExitCode.done],
      ['destroy --yes', ExitCode.done],
      ['status', ExitCode.failed],
      ['verify --no-alert', ExitCode.failed],
    ];
    for (const [line, exitCode] of story) {
      const ended = await run(...line.split(' '));
      expect([line, ended.exitCode, ended.stderr]).toEqual([line, exitCode, ended.stderr]);
    }
    await expectDocument('report', readFileSync(join(cwd, 'tenant.json'), 'utf8'));
    await expectDocument('saved-plan', readFileSync(join(cwd, 'plan.json'), 'utf8'));
    await expectDocument('recording', readFileSync(join(cwd, 'recording.json'), 'utf8'));
  },
  LONG_MS,
);

test(
  'runs that a service refuses, that are stopped or that cannot check print what the schemas say',
  async () => {
    const sandbox = await sandboxOfTest();
    const env = pointedAt(sandbox);
    const runs: [string, number, Intercept | undefined, Record<string, string>?][] = [
      ['apply', ExitCode.denied, undefined, { ILERT_API_TOKEN: 'il1api-expired' }],
      ['export files --yes', ExitCode.failed, refusing('/api/alert-sources')],
      ['apply', ExitCode.failed, refusing('/api/Notification')],
      ['status', ExitCode.unchecked, refusing('/api/Webhook', 'GET')],
      ['destroy --yes', ExitCode.failed, refusing('/api/Webhook', 'DELETE')],
    ];
    for (const [line, exitCode, intercept, more] of runs) {
      sandbox.intercept = intercept;
      const ended = await documentOf(line.split(' '), { env: { ...env, ...more } });
      expect([line, ended.exitCode, ended.stderr]).toEqual([line, exitCode, ended.stderr]);
    }
  },
  LONG_MS,
);

test(
  'runs for several targets print what the schemas say, whatever becomes of each',
  async () => {
    const fleet = await fleetOfTest(3);
    const [first, second, third] = fleet.sandboxes;
    const flags = ['--all', '--config', 'fleet.yaml'];
    const options = { cwd: fleet.folder, env: fleet.env };
    const run = (...argv: string[]) => documentOf([...argv, ...flags], options);
    expect((await documentOf(['targets', '--config', 'fleet.yaml'], options)).exitCode).toBe(ExitCode.done);
    expect((await run('plan', '--exit-code')).exitCode).toBe(ExitCode.pending);
    await run('apply', '--dry-run');
    if (second) second.intercept = refusing('/api/Notification');
    expect((await run('apply')).exitCode).toBe(ExitCode.failed);
    if (second) second.intercept = undefined;
    expect((await run('apply', '--resume')).exitCode).toBe(ExitCode.done);
    await run('verify', '--no-alert');
    if (third) third.intercept = refusing('/api/Webhook', 'GET');
    expect((await run('status')).exitCode).toBe(ExitCode.unchecked);
    if (third) third.intercept = undefined;

    const waiting = gate();
    if (first) first.intercept = waiting.holding(({ method }) => method === 'DELETE');
    const argv = ['destroy', '--yes', '--parallel', '1', ...flags];
    const stopped = startBuilt([...argv, '--json'], options);
    await waiting.arrived;
    stopped.process.kill('SIGINT');
    await stopped.printed('Stopping');
    waiting.open();
    const { exitCode, stdout } = await stopped.ended;
    expect(exitCode).toBe(ExitCode.interrupted);
    seen.exitCodes.add(exitCode);
    await expectDocument('destroy', stdout);

    await run('destroy', '--dry-run');
    expect((await run('destroy', '--yes')).exitCode).toBe(ExitCode.done);
    expect(seen.outcomes).toEqual(new Set(targetOutcomes));
  },
  LONG_MS,
);

test(
  'the runs above end with each exit code, and show all that the schemas of commands allow',
  async () => {
    expect(seen.exitCodes).toEqual(new Set(Object.values(ExitCode)));
    const allowed = await Promise.all(
      documentNames.map(async (name) =>
        [...(await schemaOf(name)).variants.keys()].map((title) => `${name}: ${title}`),
      ),
    );
    expect(allowed.flat().filter((each) => !seen.variants.has(each))).toEqual([]);
  },
  LONG_MS,
);
