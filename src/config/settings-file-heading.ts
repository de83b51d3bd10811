import { quoted } from '../text/shell-word.ts';
import { isUsualFile } from './usual-settings-file.ts';

/** The name under which an editor finds the schema of a settings file, beside it. */
export const SCHEMA_FILE = 'ilert-haloitsm.schema.json';

/** Where a settings file is to be, and what it is for. */
export interface FilePlace {
  readonly name: string;
  /** The URL of Halo that it is about; undefined where it is not known yet. */
  readonly url?: string | undefined;
  /** The schema beside it, for editors. */
  readonly schema?: string | undefined;
}

/** The line by which a later run recognises what this program wrote. @param url of Halo that the file is about */
export function markOf(url: string | undefined): string {
  return `Settings${url === undefined ? '' : ` for ${url}`}, written by ilert-haloitsm.`;
}

/** What stands above the settings: what to do with the file. Pure. */
export function headingOf({ name, url, schema }: FilePlace): string[] {
  const option = isUsualFile(name) ? '' : ` --config ${quoted(name, 'posix')}`;
  return [
    ...(schema === undefined ? [] : [`yaml-language-server: $schema=./${schema}`]),
    markOf(url),
    '',
    `  npx ilert-haloitsm plan${option}     shows what would change`,
    `  npx ilert-haloitsm apply${option}    changes it`,
    '',
    'Secrets are read from the environment variables that are named here.',
  ];
}
