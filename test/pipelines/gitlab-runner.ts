import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CollectionTag, parse, type Scalar, type YAMLSeq } from 'yaml';
import { temporaryFolder } from '../support/cli.ts';
import type { GitRepository } from './git-repository.ts';
import type { GitLab } from './gitlab.ts';
import { installCommands, runBash } from './shell.ts';

type Texts = Readonly<Record<string, string>>;

interface Rule {
  readonly if: string;
  readonly when?: 'manual' | 'always';
}

/** A line of a script, or `!reference [JOB, KEY]`: the lines of another job. */
type Line = string | Reference;

interface Reference {
  readonly path: readonly string[];
}

/** GitLab's own tag. */
const REFERENCE: CollectionTag = {
  tag: '!reference',
  collection: 'seq',
  resolve: (list) => ({ path: (list as YAMLSeq<Scalar<string>>).items.map(({ value }) => value) }),
};

interface Job {
  readonly extends?: string;
  readonly needs?: readonly (string | { readonly job: string; readonly optional?: boolean })[];
  readonly environment?: { readonly name: string };
  readonly variables?: Texts;
  readonly rules: readonly Rule[];
  readonly allow_failure?: { readonly exit_codes: number };
  readonly before_script?: readonly Line[];
  readonly script: readonly string[];
  readonly after_script?: readonly string[];
  readonly artifacts?: { readonly paths: readonly string[] };
}

type Document = Readonly<Record<string, Job>>;

/** How a job of a pipeline ended. */
export interface JobEnd {
  /** A warning is an allowed failure. */
  readonly result: 'success' | 'warning' | 'failed' | 'skipped';
  readonly log: string;
}

/** How a pipeline ended. */
export interface PipelineEnd {
  readonly jobs: Readonly<Record<string, JobEnd>>;
  /** The text of every artifact, by its path. */
  readonly artifacts: ReadonlyMap<string, string>;
}

/** What a runner works with. */
export interface Runner {
  readonly gitLab: GitLab;
  readonly repository: GitRepository;
  /** The project's variable GITLAB_TOKEN; empty if there is none. */
  readonly token: string;
  /** The variables of each environment. */
  readonly environments: Readonly<Record<string, Texts>>;
}

/** Runs a commit's pipeline with GitLab's variables for the occasion, including its manual jobs. */
export async function runPipeline(runner: Runner, file: string, sha: string, occasion: Texts): Promise<PipelineEnd> {
  const source = join(temporaryFolder(), 'source');
  runner.repository.checkOut(sha, source);
  const document = parse(readFileSync(join(source, file), 'utf8'), { customTags: [REFERENCE] }) as Document;
  const variables = {
    CI: 'true',
    GITLAB_CI: 'true',
    CI_API_V4_URL: runner.gitLab.url,
    CI_COMMIT_SHA: sha,
    CI_DEFAULT_BRANCH: 'main',
    CI_PIPELINE_URL: 'https://gitlab.example/pipelines/1',
    CI_PROJECT_ID: '1',
    GITLAB_TOKEN: runner.token,
    ...occasion,
  };
  const ends = new Map<string, JobEnd>();
  const artifacts = new Map<string, string>();
  for (const [name, own] of Object.entries(document)) {
    if (name.startsWith('.')) continue;
    const job = { ...(own.extends === undefined ? {} : document[own.extends]), ...own };
    const before_script = (job.before_script ?? []).flatMap((line) => linesOf(line, document));
    const rule = job.rules.find((each) => applies(each.if, variables));
    if (!rule) continue;
    const needs = (job.needs ?? []).map((need) => ends.get(typeof need === 'string' ? need : need.job));
    const isBlocked = rule.when !== 'always' && needs.some((end) => end !== undefined && end.result !== 'success');
    ends.set(
      name,
      isBlocked
        ? { result: 'skipped', log: '' }
        : await runJob({ ...job, before_script }, variables, artifacts, { ...runner, sha }),
    );
  }
  return { jobs: Object.fromEntries(ends), artifacts };
}

function linesOf(line: Line, document: Document): readonly Line[] {
  if (typeof line === 'string') return [line];
  const [job = '', key] = line.path;
  if (key !== 'before_script') throw new Error(`This test does not know references to ${key}.`);
  return document[job]?.before_script ?? [];
}

/** Whether a rule's condition is met: comparisons and set variables, all of which must be true. */
function applies(condition: string, variables: Texts): boolean {
  const readTerm = (term = '') => (term.startsWith('$') ? variables[term.slice(1)] : JSON.parse(term)) ?? '';
  return condition.split('&&').every((part) => {
    const [left, right] = part.split('==').map((term) => term.trim());
    return right === undefined ? readTerm(left) !== '' : readTerm(left) === readTerm(right);
  });
}

async function runJob(
  job: Job,
  variables: Texts,
  artifacts: Map<string, string>,
  { repository, environments, sha }: Runner & { readonly sha: string },
): Promise<JobEnd> {
  const folder = temporaryFolder();
  const cwd = join(folder, 'project');
  if (job.variables?.GIT_STRATEGY === 'empty') mkdirSync(cwd);
  else repository.checkOut(sha, cwd);
  for (const [path, text] of artifacts) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  // A project variable takes precedence over one in the file.
  const env = { HOME: folder, ...job.variables, ...variables, ...environments[job.environment?.name ?? ''] };
  const commands = installCommands(join(folder, 'commands'));
  const script = [...(job.before_script ?? []), ...job.script].join('\n');
  const { exitCode, log } = await runBash(script, { cwd, env, commands });
  const isAllowed = exitCode === job.allow_failure?.exit_codes;
  const result = exitCode === 0 ? 'success' : isAllowed ? 'warning' : 'failed';
  const after = (job.after_script ?? []).join('\n');
  const ended = await runBash(after, { cwd, env: { ...env, CI_JOB_STATUS: result }, commands });
  for (const path of (job.artifacts?.paths ?? []).flatMap((each) => filesAt(cwd, each)))
    artifacts.set(path, readFileSync(join(cwd, path), 'utf8'));
  return { result, log: `${log}${ended.log}exit code ${exitCode}\n` };
}

function filesAt(folder: string, path: string): string[] {
  const whole = join(folder, path);
  if (!existsSync(whole)) return [];
  return statSync(whole).isDirectory() ? readdirSync(whole).map((name) => join(path, name)) : [path];
}
