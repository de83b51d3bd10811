import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import { type Fields, objectsIn } from '../engine/values.ts';
import { optionalFields } from '../providers/ilert/alert-source-fields.ts';
import type { AlertSourceRow } from '../providers/ilert/schemas.ts';
import { type HclBlock, type HclValue, hclBlock, hclComment, Reference } from './hcl.ts';
import { attributesOf, blocksOf, unsupportedIn } from './terraform-arguments.ts';
import { referencesOfRow, referencesOfSettings, type TerraformReferences } from './terraform-references.ts';

/** The first words of the file, which identify an earlier export. */
export const TERRAFORM_MARK = '# Written by ilert-haloitsm export.';

const ADDRESS = 'ilert_alert_source.haloitsm';

/**
 * Returns the alert source as a resource of ilert's own Terraform provider. For an existing one, the file has ilert's
 * values, so that importing it changes nothing; for a new one, or if ilert was not read, those of the settings.
 */
export function terraformFile(settings: Settings, row: AlertSourceRow | undefined): string {
  const fields = row ?? newFields(settings);
  const references = row ? referencesOfRow(row) : referencesOfSettings(settings);
  const blocks = [
    ...(row ? [importBlock(row)] : []),
    ...references.blocks,
    resourceBlock(settings, fields, references),
    { head: 'output "ilert_alert_source_id"', body: [['value', new Reference(`${ADDRESS}.id`)]] } satisfies HclBlock,
  ];
  return [head(productOf(settings).name, row, unsupportedIn(fields)), ...blocks.map((block) => hclBlock(block))]
    .join('\n\n')
    .concat('\n');
}

/** The provider has deprecated a link's `text`, so the name of a new one is a template. */
function newFields(settings: Settings): Fields {
  const fields = optionalFields(settings);
  const links = objectsIn(fields.linkTemplates).map(({ text, hrefTemplate }) => ({
    linkTextTemplate: { textTemplate: text },
    hrefTemplate,
  }));
  return { ...fields, ...(links.length > 0 && { linkTemplates: links }) };
}

function importBlock({ id }: AlertSourceRow): HclBlock {
  return {
    head: 'import',
    body: [
      ['to', new Reference(ADDRESS)],
      ['id', String(id)],
    ],
  };
}

function resourceBlock(settings: Settings, fields: Fields, references: TerraformReferences) {
  const { policy, teams, supportHours, services } = references;
  const byId = (head: string) => (id: HclValue) => ({ head, body: [['id', id]] }) satisfies HclBlock;
  return {
    head: 'resource "ilert_alert_source" "haloitsm"',
    body: [
      ['name', typeof fields.name === 'string' ? fields.name : settings['alertSource.name']],
      ['integration_type', productOf(settings).integrationType],
      ['escalation_policy', policy],
      ...attributesOf(fields),
      ...teams.map(byId('team')),
      ...(supportHours === undefined ? [] : [supportHours]).map(byId('support_hours')),
      ...services.map(byId('services')),
      ...blocksOf(fields),
    ],
  } satisfies HclBlock;
}

function head(product: string, row: AlertSourceRow | undefined, leftOut: readonly string[]): string {
  const steps = row
    ? `"terraform plan" must show one import and no other change of the alert source; then
"terraform apply". The import block needs Terraform 1.5 or newer and may be deleted afterwards.`
    : '"terraform apply" creates the alert source.';
  const missing =
    leftOut.length === 0
      ? ''
      : `

Not supported by the provider; manage these in ilert: ${leftOut.join(', ')}.`;
  return `${TERRAFORM_MARK}\n${hclComment(`
The alert source that receives the tickets, for the iLert/ilert provider. Copy this file into the root
module of a configuration that has the provider and its credentials:

  terraform {
    required_providers {
      ilert = {
        source  = "iLert/ilert"
        version = ">= 2.25.0"
      }
    }
  }

${steps}
Terraform then manages the alert source; set up the ${product} side with:

  ilert-haloitsm apply --alert-source "$(terraform output -raw ilert_alert_source_id)"${missing}`)}`;
}
