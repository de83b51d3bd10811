/** A service whose CI can run the tool for pull requests, on the default branch and every night. */
export type PipelineKind = 'github' | 'gitlab';

/** What a pipeline needs to know of the settings file that it works with. */
export interface PipelineSettings {
  /** The version of this package that it uses, until somebody changes it. */
  readonly version: string;
  /** The settings file, as seen from the repository's top folder. */
  readonly settingsFile: string;
  /** The environment variables that hold secrets. */
  readonly secrets: readonly string[];
  /** The hosts, or patterns of hosts, that Halo's credentials may be sent to. */
  readonly haloHosts: readonly string[];
  /** Whether the settings file describes several targets. */
  readonly hasTargets: boolean;
}

/** What has a place `@name@` in a template of a pipeline. */
type Placeholder = 'version' | 'settingsFile' | 'haloHosts' | 'all' | 'secrets' | 'secretNames';

/** A pipeline, made from its template for one settings file. */
export function renderPipeline(kind: PipelineKind, template: string, settings: PipelineSettings): string {
  const { version, settingsFile, secrets, haloHosts, hasTargets } = settings;
  const values: Readonly<Record<Placeholder, string>> = {
    version,
    settingsFile: constant(kind, settingsFile),
    haloHosts: constant(kind, haloHosts.join(',')),
    all: hasTargets ? '--all ' : '',
    secrets: secrets.map((name) => `${name}: \${{ secrets.${name} }}`).join('\n'),
    secretNames: secrets.join(', '),
  };
  // A value of several lines is indented as its place is.
  return template
    .replace(/^( *)@secrets@$/gm, (_, indent: string) => values.secrets.replace(/^/gm, indent))
    .replace(/@(version|settingsFile|haloHosts|all|secretNames)@/g, (_, name: Placeholder) => values[name]);
}

/** A text as a value in YAML that the CI system takes as it is: what its own expressions begin with is escaped. */
function constant(kind: PipelineKind, text: string): string {
  const escaped = kind === 'github' ? text.replaceAll('${{', `\${{ '\${{' }}`) : text.replaceAll('$', '$$$$');
  return JSON.stringify(escaped);
}
