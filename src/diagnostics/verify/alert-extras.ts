import { type Fields, fieldsIn, objectsIn, type Value } from '../../engine/values.ts';
import { templateText } from '../../providers/ilert/alert-template.ts';
import { isByHaloPriority } from '../../providers/ilert/halo-priority.ts';
import type { Alert } from '../../providers/ilert/schemas.ts';
import { isTicketLink } from '../../providers/ilert/ticket-link.ts';
import type { IntegrationState } from '../../providers/integration.ts';
import { failed } from './steps.ts';
import { testPriority } from './test-ticket.ts';
import type { SentTicket, Verification } from './verification.ts';

/** Something that the alert source is configured to add to the alert of a ticket. */
interface Extra {
  /** The name that users see. */
  readonly what: string;
  readonly wanted: string;
  /** The values in the alert; undefined if ilert does not return them. */
  readonly found: (alert: Alert) => readonly string[] | undefined;
}

/** Whether the alert source adds anything of ours to its alerts. Pure. */
export function hasExtras({ 'alert-source': source }: IntegrationState): boolean {
  const { linkTemplates, priorityTemplate, severityTemplate } = source ?? {};
  return objectsIn(linkTemplates).some(isTicketLink) || [priorityTemplate, severityTemplate].some(isByHaloPriority);
}

/** The priority of a ticket whose alert shows a mapping: the usual one of tests, or else one that makes a low-priority alert, if any is mapped. Pure. */
export function priorityToTest({ 'alert-source': source }: IntegrationState): string {
  const templates = [source?.priorityTemplate, source?.severityTemplate].filter(isByHaloPriority);
  const mappings = templates.flatMap((template) => objectsIn(fieldsIn(template).mappings));
  const isUsual = mappings.some(({ value }) => value === testPriority);
  const shown = mappings.find(({ priority }) => priority === 'LOW') ?? mappings.at(-1);
  return isUsual || typeof shown?.value !== 'string' ? testPriority : shown.value;
}

/**
 * Checks that the alert has the link to its ticket, and the priority and severity that the ticket's priority maps to.
 * That ilert applies them to tickets is inferred (facts `ilert-links`, `ilert-mappings`); this check proves it.
 *
 * @returns what was shown, and what could not be
 * @throws VerificationFailed
 */
export async function assertAlertExtras(
  { clients, live }: Verification,
  { id }: Alert,
  sent: SentTicket,
): Promise<string> {
  const alert = await clients.ilert.alert(id);
  return extrasFor(live, sent)
    .map(({ what, wanted, found }) => {
      const values = found(alert);
      if (wanted === '') return `${what}: not mapped for priority ${sent.priority ?? 'of the ticket'}`;
      if (values === undefined) return `${what}: not returned by ilert`;
      if (!values.includes(wanted)) throw notApplied(what, wanted, values);
      return what === 'link' ? what : `${what} ${wanted}`;
    })
    .join(', ');
}

function notApplied(what: string, wanted: string, found: readonly string[]) {
  const message = `The alert's ${what} is ${found.join(', ') || 'missing'}, not ${wanted}, although the alert source has it.`;
  const hint =
    'Tickets still become alerts. ilert may not support this for this type of alert source: check an alert there, and remove the setting if so.';
  return failed('alert-extras-missing', 'alert-source', message, hint);
}

/** What the alert of a ticket should have. The text is empty if nothing is mapped. */
function extrasFor({ 'alert-source': source }: IntegrationState, { id, priority }: SentTicket): Extra[] {
  const link = objectsIn(source?.linkTemplates).find(isTicketLink);
  const href = link && templateText(link.hrefTemplate)?.replace(/\{\{.*\}\}/, String(id));
  return [
    ...(href === undefined ? [] : [{ what: 'link', wanted: href, found: ({ links }: Alert) => links }]),
    ...mapped('priority', source?.priorityTemplate, priority),
    ...mapped('severity', source?.severityTemplate, priority),
  ];
}

function mapped(to: 'priority' | 'severity', template: Value, priority: string | undefined): Extra[] {
  if (!isByHaloPriority(template)) return [];
  const mapping = objectsIn(fieldsIn(template).mappings).find(({ value }) => value === priority);
  const wanted = textOf(mapping?.[to]);
  return [{ what: to, wanted, found: ({ [to]: value }: Alert) => (value === undefined ? undefined : [textOf(value)]) }];
}

function textOf(value: Fields[string]): string {
  return value === undefined || value === null ? '' : String(value).toLowerCase();
}
