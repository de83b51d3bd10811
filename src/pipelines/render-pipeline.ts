import type { PipelineKind, PipelineSettings } from './pipeline.ts';
import { listed, setUpSteps } from './set-up-steps.ts';

/** What appears as `@name@` in the template of a pipeline. */
type Placeholder = (typeof PLACEHOLDERS)[number];

const PLACEHOLDERS = [
  'all',
  'applyMinutes',
  'defaultBranch',
  'name',
  'paths',
  'planMinutes',
  'secrets',
  'settingsFile',
  'setUp',
  'version',
] as const;

const PLACES = new RegExp(`^([ #]*)@(${PLACEHOLDERS.join('|')})@$|@(${PLACEHOLDERS.join('|')})@`, 'gm');

/** Renders a pipeline for one settings file from its template. Pure. */
export function renderPipeline(kind: PipelineKind, template: string, settings: PipelineSettings): string {
  const { name, version, path: own, defaultBranch, settingsFile, payloads, secrets, hasTargets } = settings;
  const values: Readonly<Record<Placeholder, string>> = {
    all: hasTargets ? '--all ' : '',
    // Many tenants have to wait for the services' rate limits. A job that ends early would leave changes half done.
    applyMinutes: hasTargets ? '120' : '30',
    defaultBranch: JSON.stringify(asPattern(defaultBranch)),
    name,
    paths: [settingsFile, ...payloads, own].map((path) => JSON.stringify(asPattern(path))).join(', '),
    planMinutes: hasTargets ? '60' : '15',
    secrets: secrets.map((secret) => `${secret}: \${{ secrets.${secret} }}`).join('\n'),
    settingsFile: constant(kind, settingsFile),
    setUp: listed(setUpSteps(kind, settings, 'posix')).join('\n'),
    version,
  };
  return template.replace(PLACES, (_, indent: string | undefined, alone: Placeholder, within: Placeholder) =>
    // A value of several lines is indented like its placeholder.
    alone === undefined ? values[within] : values[alone].replace(/^/gm, indent ?? ''),
  );
}

/** Escapes a path or a branch as a pattern that matches nothing else. */
function asPattern(text: string): string {
  return text.replace(/[*?+!\\[\]]/g, '\\$&');
}

/** Formats a text as a YAML value that the CI system uses unchanged: escapes the start of its own expressions. */
function constant(kind: PipelineKind, text: string): string {
  const escaped = kind === 'github' ? text.replaceAll('${{', `\${{ '\${{' }}`) : text.replaceAll('$', '$$$$');
  return JSON.stringify(escaped);
}
