import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import { type Fields, objectsIn, onTheWire } from '../engine/values.ts';
import type { AlertSourceRow } from '../providers/ilert/schemas.ts';
import { Secret } from '../secret/secret.ts';
import { integrationDocument, runbookDocument } from './halo-documents.ts';
import type { ImportGuide } from './manual-steps.ts';
import { README_MARK, readmeFile } from './readme.ts';
import { TERRAFORM_MARK, terraformFile } from './terraform.ts';

/** Only written if requested. */
export const TERRAFORM_FILE = 'alert-source.tf';

/** The place of a file in an export. */
export interface FilePlace {
  readonly name: string;
  /** How the file begins if an export wrote it. Without a mark, the name is enough. */
  readonly mark?: string;
}

export interface ExportedFile extends FilePlace {
  readonly text: string;
  /** Whether it contains the integration key. */
  readonly holdsKey: boolean;
}

/** What an export is made from. */
export interface ExportInput {
  readonly settings: Settings;
  /** The alert source in ilert; undefined if ilert was not read, so that the path is a placeholder. */
  readonly source: AlertSourceRow | undefined;
  readonly shipped: Readonly<Record<'recommended' | 'full', string>>;
  readonly terraform: boolean;
  /** The command that tests ilert's side. */
  readonly verify: string;
}

/** The files, and what remains to be done with them. */
export interface Export {
  readonly files: readonly ExportedFile[];
  readonly guide: ImportGuide;
}

const INTEGRATION: FilePlace = { name: 'custom-integration.json' };
const RUNBOOK: FilePlace = { name: 'runbook.json' };
const RECOMMENDED: FilePlace = { name: 'payload-recommended.json' };
const FULL: FilePlace = { name: 'payload-full.json' };
const TERRAFORM: FilePlace = { name: TERRAFORM_FILE, mark: TERRAFORM_MARK };
const README: FilePlace = { name: 'README.md', mark: README_MARK };

/** Returns the places of the files that an export writes. */
export function placesOf({ terraform }: Pick<ExportInput, 'terraform'>): FilePlace[] {
  return [INTEGRATION, RUNBOOK, RECOMMENDED, FULL, ...(terraform ? [TERRAFORM] : []), README];
}

/** Prepares an export. Pure: the result is the same for the same settings and alert source. */
export function prepareExport({ settings, source, shipped, terraform, verify }: ExportInput): Export {
  const integration = integrationDocument(settings, source ?? placeholderSource(settings));
  const [method] = objectsIn(integration.methods);
  // A placeholder is shown in full, a key is redacted.
  const path = source ? method?.path : String(onTheWire(method?.path));
  const guide = { settings, source, terraform, verify, baseUrl: integration.resourcebaseurl, path };
  const files = [
    { ...INTEGRATION, text: json(integration), holdsKey: source !== undefined },
    { ...RUNBOOK, text: json(runbookDocument(settings)), holdsKey: false },
    { ...RECOMMENDED, text: shipped.recommended, holdsKey: false },
    { ...FULL, text: shipped.full, holdsKey: false },
    ...(terraform ? [{ ...TERRAFORM, text: terraformFile(settings, source), holdsKey: false }] : []),
    { ...README, text: readmeFile(guide), holdsKey: false },
  ];
  return { files, guide };
}

/** Creates a placeholder for an alert source that was not read; its path has the usual form but must be replaced. */
function placeholderSource(settings: Settings): AlertSourceRow {
  const segment = productOf(settings).integrationType.toLowerCase();
  const url = `${settings['ilert.endpoint']}/api/v1/events/${segment}/YOUR-INTEGRATION-KEY`;
  return { id: 0, name: settings['alertSource.name'], integrationUrl: new Secret(url, url) };
}

function json(document: Fields): string {
  return `${JSON.stringify(onTheWire(document), null, 2)}\n`;
}
