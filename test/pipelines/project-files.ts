import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type PipelineKind, pipelineName, pipelinePath } from '../../src/pipelines/pipeline.ts';
import { pipelineText } from '../../src/pipelines/pipeline-file.ts';
import { packageRoot } from '../support/cli.ts';
import { DEFAULT_BRANCH } from './git-repository.ts';
import { VERSION } from './shell.ts';

export const SETTINGS_FILE = 'ilert-haloitsm.yaml';
const NAME = pipelineName(SETTINGS_FILE);

/** The path of each CI system's pipeline. */
export const PIPELINE_PATHS: Readonly<Record<PipelineKind, string>> = {
  github: pipelinePath('github', NAME),
  gitlab: pipelinePath('gitlab', NAME),
};

/** The variable that says where Halo's credentials may be sent, as a CI system stores it. */
export const ALLOWED_HOSTS = { HALO_ALLOWED_HOSTS: '127.0.0.1' };

/** Returns a settings file for a sandbox. */
export function settingsFileFor({ ilert, halo }: Sandbox, more = ''): string {
  return `ilert:
  endpoint: ${ilert.url}
alertSource:
  escalationPolicy: Default
${more}halo:
  url: ${halo.url}
  clientId: ${halo.clientId}
`;
}

/** Returns a settings file for several tenants, by name, that send their tickets to the first one's ilert account. */
export function settingsFileForTargets(targets: Readonly<Record<string, Sandbox>>): string {
  const [first] = Object.values(targets);
  const entries = Object.entries(targets).map(
    ([name, { halo }]) => `  ${name}:
    halo:
      url: ${halo.url}
      clientId: ${halo.clientId}
      clientSecret: env:${secretNameOf(name)}
`,
  );
  return `ilert:
  endpoint: ${first?.ilert.url}
alertSource:
  escalationPolicy: Default
targets:
${entries.join('')}`;
}

/** Returns a sandbox's secrets, as a CI service stores them. */
export function secretsOf({ ilert, halo }: Sandbox): Readonly<Record<string, string>> {
  return { ILERT_API_TOKEN: ilert.token, HALO_CLIENT_SECRET: halo.clientSecret };
}

/** Returns the secrets of several tenants. */
export function secretsOfTargets(targets: Readonly<Record<string, Sandbox>>): Readonly<Record<string, string>> {
  const [first] = Object.values(targets);
  const secrets = Object.entries(targets).map(([name, { halo }]) => [secretNameOf(name), halo.clientSecret]);
  return { ILERT_API_TOKEN: first?.ilert.token ?? '', ...Object.fromEntries(secrets) };
}

function secretNameOf(target: string): string {
  return `HALO_CLIENT_SECRET_${target.toUpperCase()}`;
}

/** What a project has besides its files. */
export interface ProjectSettings {
  /** By the name of the variable. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly hasTargets?: boolean;
  /** Of the tool; this one, if undefined. */
  readonly version?: string;
  /** Variables that are not secrets; if undefined, those that it should have. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The pipeline that `init` writes, by its path. */
export async function pipelineFile(
  kind: PipelineKind,
  { secrets, hasTargets = false, version = VERSION }: ProjectSettings,
): Promise<Readonly<Record<string, string>>> {
  const settings = {
    name: NAME,
    version,
    defaultBranch: DEFAULT_BRANCH,
    path: PIPELINE_PATHS[kind],
    settingsFile: SETTINGS_FILE,
    payloads: [],
    secrets: Object.keys(secrets),
    haloHosts: ['127.0.0.1'],
    hasTargets,
  };
  return { [PIPELINE_PATHS[kind]]: await pipelineText(kind, settings, join(packageRoot, 'templates')) };
}
