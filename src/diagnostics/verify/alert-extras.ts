import type { Settings } from '../../config/settings.ts';
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
  /** The name that is mapped, if the ticket's priority differs from it only in the spaces around it, or not at all. */
  readonly meant?: string | undefined;
  /** The values in the alert; undefined if ilert does not return them. */
  readonly found: (alert: Alert) => readonly string[] | undefined;
}

/** Whether the alert source adds anything of ours to its alerts, or the settings say that it maps Halo's priority. Pure. */
export function hasExtras({ live, settings }: Pick<Verification, 'live' | 'settings'>): boolean {
  const { linkTemplates, priorityTemplate, severityTemplate } = live['alert-source'] ?? {};
  return (
    objectsIn(linkTemplates).some(isTicketLink) ||
    [priorityTemplate, severityTemplate].some(isByHaloPriority) ||
    MAPPED.some((to) => namesFor(to, settings).length > 0)
  );
}

const MAPPED = ['priority', 'severity'] as const;
type Mapped = (typeof MAPPED)[number];

/** The names of Halo's priorities that the settings map. */
function namesFor(to: Mapped, settings: Settings): string[] {
  return Object.keys(settings[`alertSource.${to}FromHalo`] ?? {});
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
  { clients, live, settings }: Verification,
  { id }: Alert,
  sent: SentTicket,
): Promise<string> {
  const alert = await clients.ilert.alert(id);
  return extrasFor(live, settings, sent)
    .map(({ what, wanted, meant, found }) => {
      const values = found(alert);
      if (meant !== undefined) throw notMapped(what, meant, sent.priority);
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

function notMapped(what: string, name: string, sent: string | undefined) {
  const message = `The alert source does not map the ticket's priority "${sent}", although "${name}" should set the alert's ${what}.`;
  const hint =
    'Tickets still become alerts. Run: ilert-haloitsm apply. If that changes nothing, ilert does not keep the name as it is in Halo: check for spaces around it there.';
  return failed('alert-extras-missing', 'alert-source', message, hint);
}

/** What the alert of a ticket should have. The text is empty if nothing is mapped. */
function extrasFor(
  { 'alert-source': source }: IntegrationState,
  settings: Settings,
  { id, priority }: SentTicket,
): Extra[] {
  const link = objectsIn(source?.linkTemplates).find(isTicketLink);
  const href = link && templateText(link.hrefTemplate)?.replace(/\{\{.*\}\}/, String(id));
  return [
    ...(href === undefined ? [] : [{ what: 'link', wanted: href, found: ({ links }: Alert) => links }]),
    ...MAPPED.flatMap((to) => mapped(to, source?.[`${to}Template`], namesFor(to, settings), priority)),
  ];
}

/** @param names the names that the settings map */
function mapped(to: Mapped, template: Value, names: readonly string[], priority: string | undefined): Extra[] {
  const live = isByHaloPriority(template) ? objectsIn(fieldsIn(template).mappings) : undefined;
  if (!live && names.length === 0) return [];
  const mapping = live?.find(({ value }) => value === priority);
  const wanted = textOf(mapping?.[to]);
  const all = [...names, ...(live ?? []).map(({ value }) => value)].filter((name) => typeof name === 'string');
  const meant = mapping ? undefined : all.find((name) => name.trim() === priority?.trim());
  const found = ({ [to]: value }: Alert) => (value === undefined ? undefined : [textOf(value)]);
  return [{ what: to, wanted, meant, found }];
}

function textOf(value: Fields[string]): string {
  return value === undefined || value === null ? '' : String(value).toLowerCase();
}
