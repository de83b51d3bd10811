import { alertOf } from '../../../diagnostics/verify/alert-of-ticket.ts';
import type { Raw } from '../../../providers/row-reader.ts';
import { capitalized } from '../../../text/plural.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';
import type { Source, TestTicket } from '../../lab/alert-lab.ts';
import type { Fields, Lab } from '../../lab/lab.ts';
import { ifRefused } from '../../lab/refused.ts';

const OWN_SEVERITY = 5;
const MAPPED_SEVERITY = 3;
const MAPPED = 'Mapped';
const valueTemplate = { textTemplate: '{{ ticket.priority.name }}' };

/** Posts tickets to sources with a link and with mappings. */
export const alertExtras = defineExperiment({
  id: 'alert-extras',
  title: 'whether alerts get links, and priority and severity from the ticket',
  facts: ['ilert-links', 'ilert-mappings'],
  cost: { creates: ['alert-source'], alerts: 4, highAlerts: 2, requests: 70, minutes: 1.5 },
  async run(lab, observe) {
    observe('ilert-links', await tryLinks(lab));
    observe('ilert-mappings', await tryMappings(lab));
  },
});

async function tryLinks(lab: Lab): Promise<Verdict> {
  const page = `${lab.settings.haloUrl}/ticket?id=`;
  const link = { text: 'Ticket', hrefTemplate: { textTemplate: `${page}{{ ticket.id }}` } };
  const source = await lab.alerts.source('links', { linkTemplates: [link] }).catch(ifRefused);
  if (!source) return refused(lab, 'links');
  const alert = await alertFor(lab, source, { id: 981, summary: lab.name('link') });
  return judgeLinks(alert, `${page}981`);
}

async function tryMappings(lab: Lab): Promise<Verdict> {
  const fields = {
    severity: OWN_SEVERITY,
    priorityTemplate: { valueTemplate, mappings: [{ value: MAPPED, priority: 'HIGH' }] },
    severityTemplate: { valueTemplate, mappings: [{ value: MAPPED, severity: MAPPED_SEVERITY }] },
  };
  const source = await lab.alerts.source('mappings', fields).catch(ifRefused);
  if (!source) return refused(lab, 'these mappings', { severity: OWN_SEVERITY });
  const alertWith = (id: number, name: string) =>
    alertFor(lab, source, { id, summary: lab.name(`ticket ${id}`), fields: { priority: { name } } });
  return judgeMappings({
    unmapped: await alertWith(991, 'Other'),
    inOtherCase: await alertWith(992, MAPPED.toUpperCase()),
    mapped: await alertWith(993, MAPPED),
  });
}

/** A refusal says something about extras if ilert creates the same source without them. @throws ApiError if it does not */
async function refused(lab: Lab, what: string, fields?: Fields): Promise<Verdict> {
  await lab.alerts.source('without extras', fields);
  return contradicted(`ilert refuses ${what} for a source of this type.`);
}

/** The alert of a ticket, as ilert sends it; undefined if there is none. */
async function alertFor({ alerts }: Lab, source: Source, ticket: TestTicket & { summary: string }) {
  await alerts.send(source, ticket);
  const alert = await alerts.until(source, (each) => alertOf([each], ticket) !== undefined);
  return alert && alerts.detailed(alert);
}

/** Says whether an alert has a link that leads to a page. Pure. */
export function judgeLinks(alert: Raw | undefined, page: string): Verdict {
  if (!alert) return notObserved('No alert was created.');
  if (!Array.isArray(alert.links)) return notObserved('The account does not show the links of an alert.');
  const links = alert.links as unknown[];
  if (links.length === 0) return contradicted('An alert of a source with a link template has no link.');
  return links.some((link) => (link as Raw | null)?.href === page)
    ? confirmed("An alert of a source with a link template has the link, with the ticket's ID filled in.")
    : contradicted('An alert of a source with a link template has a link, but to another page.');
}

/** The alerts of tickets whose priority is mapped, written in another case, and not mapped. */
export interface MappedAlerts {
  readonly mapped: Raw | undefined;
  readonly inOtherCase: Raw | undefined;
  readonly unmapped: Raw | undefined;
}

/** Says what mappings make of an alert. An account that shows only one of the two is judged by that alone. Pure. */
export function judgeMappings({ mapped, inOtherCase, unmapped }: MappedAlerts): Verdict {
  if (!mapped || !inOtherCase || !unmapped) return notObserved('Not every ticket got an alert.');
  const isMapped = ({ priority, severity }: Raw) => ({
    priority: typeof priority === 'string' ? priority === 'HIGH' : undefined,
    severity: typeof severity === 'number' ? severity === MAPPED_SEVERITY : undefined,
  });
  const { priority, severity } = isMapped(mapped);
  if (priority === undefined && severity === undefined)
    return notObserved('The account shows neither priority nor severity of an alert.');
  if (!priority && !severity) return contradicted('The mappings of priority and severity have no effect on alerts.');
  if (priority === false) return contradicted('The mapping of the priority has no effect.');
  if (severity === false) return contradicted('The mapping of the severity has no effect.');
  const other = isMapped(inOtherCase);
  if (other.priority || other.severity)
    return contradicted('A mapping also has an effect if the value of the ticket is in another case.');
  const rest = isMapped(unmapped);
  const keepsOwn = !rest.priority && (typeof unmapped.severity !== 'number' || unmapped.severity === OWN_SEVERITY);
  if (!keepsOwn)
    return contradicted(
      'An alert whose value is not mapped does not have the priority or severity of its alert source.',
    );
  const parts = [...(priority ? ['The priority'] : []), ...(severity ? ['the severity'] : [])];
  return confirmed(
    `${capitalized(parts.join(' and '))} of an alert ${parts.length === 1 ? 'follows' : 'follow'} the ticket's value if exactly that is mapped, and otherwise the alert source.`,
  );
}
