import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import type { Row } from '../engine/resource.ts';
import { type Fields, onTheWire } from '../engine/values.ts';
import { Secret } from '../secret/secret.ts';
import { integrationDocument, runbookDocument } from './halo-documents.ts';
import { README_MARK, readmeFile } from './readme.ts';
import { TERRAFORM_MARK, terraformFile } from './terraform.ts';

/** Written only where it is asked for. */
export const TERRAFORM_FILE = 'alert-source.tf';

/** One file of an export. */
export interface ExportedFile {
  readonly name: string;
  readonly text: string;
  /** Whether the integration key is in it. */
  readonly holdsKey: boolean;
  /** What it starts with if an export wrote it; without it, its name says so. */
  readonly mark?: string;
}

export interface ExportOf {
  readonly settings: Settings;
  /** The alert source in ilert; undefined where nobody has looked: then the path is a placeholder. */
  readonly source: Row | undefined;
  /** The payloads that come with the program. */
  readonly shipped: Readonly<Record<'recommended' | 'full', string>>;
  readonly terraform: boolean;
}

/** All files of an export. Pure: the same for the same settings and alert source. */
export function exportedFiles({ settings, source, shipped, terraform }: ExportOf): ExportedFile[] {
  const integration = integrationDocument(settings, source ?? placeholderSource(settings));
  const [method] = integration.methods as readonly Fields[];
  // A placeholder is shown whole, a key is not.
  const path = source ? method?.path : String(onTheWire(method?.path));
  const facts = { settings, source, terraform, baseUrl: integration.resourcebaseurl, path };
  return [
    { name: 'custom-integration.json', text: json(integration), holdsKey: source !== undefined },
    { name: 'runbook.json', text: json(runbookDocument(settings)), holdsKey: false },
    { name: 'payload-recommended.json', text: shipped.recommended, holdsKey: false },
    { name: 'payload-full.json', text: shipped.full, holdsKey: false },
    ...(terraform
      ? [{ name: TERRAFORM_FILE, text: terraformFile(settings, source), holdsKey: false, mark: TERRAFORM_MARK }]
      : []),
    { name: 'README.md', text: readmeFile(facts), holdsKey: false, mark: README_MARK },
  ];
}

/** Stands for the alert source while nobody has looked; its path is of the usual form and must be replaced. */
function placeholderSource(settings: Settings): Row {
  const segment = productOf(settings).integrationType.toLowerCase();
  const url = `${settings['ilert.endpoint']}/api/v1/events/${segment}/YOUR-INTEGRATION-KEY`;
  return { id: 0, name: settings['alertSource.name'], integrationUrl: new Secret(url, url) };
}

function json(document: Fields): string {
  return `${JSON.stringify(onTheWire(document), null, 2)}\n`;
}
