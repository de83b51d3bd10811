import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';

const annotationsIn = (stderr: string) => stderr.split('\n').filter((line) => line.startsWith('::'));

/** Creates a checked out repository with a settings file in a subfolder. */
function repositoryWith(yaml: string) {
  const workspace = temporaryFolder();
  const cwd = join(workspace, 'halo');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'acme.yaml'), yaml);
  return { cwd, actions: { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: workspace } };
}

const WRONG = 'halo:\n  payload: body.json\nalertSource:\n  grouping: sometimes\n  nam: Desk\n';

test('on GitHub, each mistake in a settings file is shown at its line, beside the usual message and result', async () => {
  const { cwd, actions } = repositoryWith(WRONG);
  writeFileSync(join(cwd, 'body.json'), '{\n  "id": <<ticket^idd>>\n}');
  const argv = ['plan', '--offline', '--config', 'acme.yaml'];
  const elsewhere = await run([...argv, '--json'], { cwd });
  const onGitHub = await run([...argv, '--json'], { cwd, env: actions });
  expect(annotationsIn(elsewhere.stderr)).toEqual([]);
  expect(onGitHub.stdout).toBe(elsewhere.stdout);
  expect(onGitHub.exitCode).toBe(2);
  expect(onGitHub.stderr).toContain('Error: acme.yaml, line 5: unknown setting "alertSource.nam".');
  const title = 'title=ilert-haloitsm%3A setting-invalid';
  expect(annotationsIn(onGitHub.stderr)).toEqual([
    `::error file=halo/acme.yaml,line=5,${title}::acme.yaml, line 5: unknown setting "alertSource.nam".%0ADid you mean "alertSource.name", "alertSource.teams" or "alertSource.id"?`,
    expect.stringContaining(
      `::error file=halo/acme.yaml,line=4,${title}::alertSource.grouping in acme.yaml, line 4 is`,
    ),
    expect.stringContaining(`::error file=halo/body.json,line=2,col=9,${title}::Payload body.json, line 2 column 9:`),
  ]);
});

test('on GitHub, what status finds is shown in the summary of the run: broken as error, drift as warning', async () => {
  const sandbox = await sandboxOfTest();
  const env = pointedAt(sandbox, { GITHUB_ACTIONS: 'true' });
  await run(['apply'], { env });
  const drifted = await run(['status', '--grouping', 'until-resolved'], { env });
  expect(annotationsIn(drifted.stderr)).toEqual([
    expect.stringMatching(
      /^::warning title=ilert-haloitsm%3A alert-source-drifted::.*%0ARun: ilert-haloitsm apply --grouping until-resolved$/,
    ),
  ]);
  for (const webhook of sandbox.halo.state.webhooks) webhook.active = false;
  const broken = await run(['status', '--json', '--quiet'], { env });
  expect(annotationsIn(broken.stderr)).toContainEqual(
    expect.stringMatching(/^::error title=ilert-haloitsm%3A runbook-/),
  );
});

test('on GitHub, a plan with changes has no annotation, and a command line that can’t be read has one', async () => {
  const env = pointedAt(await sandboxOfTest(), { GITHUB_ACTIONS: 'true' });
  expect(annotationsIn((await run(['plan', '--exit-code'], { env })).stderr)).toEqual([]);
  expect(annotationsIn((await run(['plan', '--ofline'], { env })).stderr)).toEqual([
    '::error title=ilert-haloitsm%3A command-line-invalid::Unknown option --ofline.%0ADid you mean --offline? See: ilert-haloitsm plan --help',
  ]);
});
