import { quoted } from '../text/shell-word.ts';
import { isUsualFile } from './usual-settings-file.ts';

/** The file beside a settings file in which editors find its schema. */
export const SCHEMA_FILE = 'ilert-haloitsm.schema.json';

/** Where a settings file will be, and what it is for. */
export interface FilePlace {
  readonly name: string;
  /** The Halo URL that it is for; undefined while unknown. */
  readonly url?: string | undefined;
  /** The schema beside it, for editors. */
  readonly schema?: string | undefined;
}

/** Returns the line by which a later run recognizes this program's files. @param url of Halo that the file is for */
export function markOf(url: string | undefined): string {
  return `Settings${url === undefined ? '' : ` for ${url}`}, written by ilert-haloitsm.`;
}

/** Returns the lines above the settings: what to do with the file. Pure. */
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
