import { isIntegrationKey } from '../../../providers/ilert/refusals.ts';
import { isRaw, type Raw } from '../../../providers/row-reader.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict, verdict } from '../../experiment.ts';
import { sourceFields } from '../../lab/alert-lab.ts';
import type { Created, Lab } from '../../lab/lab.ts';
import { isSame } from '../../lab/rows.ts';

const SUMMARY = '{{ ticket.summary }}';
const EXTRAS = {
  summaryTemplate: { textTemplate: SUMMARY },
  eventFilter: "event.summary contains 'x'",
  linkTemplates: [
    {
      text: 'Plain',
      linkTextTemplate: { textTemplate: 'Ticket {{ ticket.id }}' },
      hrefTemplate: { textTemplate: 'https://example.com/{{ ticket.id }}' },
    },
  ],
} as const;
/** Pages of a list in which the own source is looked for. */
const MOST_PAGES = 20;
const EXTRA_NAMES = Object.keys(EXTRAS);

/** Creates an alert source with templates, and reads it in several ways. */
export const alertSourceFields = defineExperiment({
  id: 'alert-source-fields',
  title: 'what an alert source shows, and what a change keeps',
  facts: [
    'ilert-source',
    'ilert-source-by-key',
    'ilert-key-forms',
    'ilert-setup-status',
    'ilert-include',
    'ilert-template-elements',
    'ilert-link-text',
    'ilert-put',
  ],
  cost: { creates: ['alert-source'], requests: 35, minutes: 0.3 },
  async run(lab, observe) {
    const { setupStatus, ...fields } = sourceFields(lab, 'fields');
    const source = await lab.create('alert-source', fields);
    const { integrationKey: key, integrationUrl: url } = source.row;
    observe('ilert-source', judgeUrl(url, key));
    observe('ilert-key-forms', judgeKeys(lab.clients.ilert.hasUserKey, key));
    observe('ilert-source-by-key', await tryKeyAsId(lab, source));

    const read = async (...include: readonly string[]) =>
      (await lab.read(
        'ilert',
        `/alert-sources/${source.id}?${include.map((name) => `include=${name}`).join('&')}`,
      )) as Raw;
    observe('ilert-setup-status', judgeSetupStatus(await read(), await findListed(lab, source)));
    await lab.change(source, { ...fields, ...EXTRAS });
    const plain = await read();
    const full = await read(...EXTRA_NAMES);
    const withText = await read('summaryTemplate', 'textTemplate');
    const listed = await findListed(lab, source);
    observe('ilert-include', judgeInclude(plain, full, listed));
    observe('ilert-link-text', judgeLinkText(full));

    const elements = [
      { type: 'TEXT', val: 'Ticket ' },
      { type: 'VAR', val: 'ticket.id' },
    ];
    await lab.change(source, { ...fields, summaryTemplate: { elements } });
    observe('ilert-template-elements', judgeElements(full, withText, await read('summaryTemplate')));
    await lab.change(source, fields);
    observe('ilert-put', judgePut(full, await read(...EXTRA_NAMES)));
  },
});

/** Finds the own source in the list, whatever its order. @returns undefined if ilert does not list it (yet) */
async function findListed({ clients: { ilert } }: Lab, { id }: Created): Promise<Raw | undefined> {
  const size = 50;
  for (let start = 0; start < size * MOST_PAGES; start += size) {
    const { body } = await ilert.probe(`/alert-sources?start-index=${start}&max-results=${size}`);
    const rows = Array.isArray(body) ? body.filter(isRaw) : [];
    const found = rows.find((row) => isSame(row.id, id));
    if (found || rows.length < size) return found;
  }
  return undefined;
}

async function tryKeyAsId({ clients: { ilert } }: Lab, { id, row }: Created): Promise<Verdict> {
  if (typeof row.integrationKey !== 'string') return notObserved(NO_KEY);
  const { status, body } = await ilert.probe(`/alert-sources/${encodeURIComponent(row.integrationKey)}`);
  if (status === 200 && isRaw(body) && isSame(body.id, id))
    return confirmed('ilert finds an alert source by its integration key.');
  const sentence = `Asked for an alert source by its integration key, ilert answered with HTTP ${status}.`;
  return [200, 400, 404].includes(status) ? contradicted(sentence) : notObserved(sentence);
}

const NO_KEY = 'ilert does not show the integration key.';

/** Says whether the URL of a source ends in its key. Pure. */
export function judgeUrl(url: unknown, key: unknown): Verdict {
  if (!isSet(url)) return notObserved('ilert does not show the integration URL.');
  if (typeof url !== 'string' || !URL.canParse(url)) return contradicted('The integration URL of the source is none.');
  if (typeof key !== 'string') return notObserved(NO_KEY);
  return new URL(url).pathname.split('/').at(-1) === key
    ? confirmed('The last part of the integration URL is the integration key.')
    : contradicted('The last part of the integration URL is not the integration key.');
}

/** Says whether keys have the forms that hints rely on. Pure. @param hasUserKey whether the API key in use has */
export function judgeKeys(hasUserKey: boolean, integrationKey: unknown): Verdict {
  if (typeof integrationKey !== 'string') return notObserved(NO_KEY);
  if (!isIntegrationKey(integrationKey)) return contradicted('The integration key does not start with il1h.');
  return hasUserKey
    ? confirmed('The API key in use starts with il1api, and the integration key with il1h.')
    : notObserved(
        'The integration key starts with il1h. The API key in use has another form, as a token of an app has.',
      );
}

/** Says how a source that was created without `setupStatus` shows it. Pure. */
export function judgeSetupStatus({ setupStatus }: Raw, listed: Raw | undefined): Verdict {
  if (typeof setupStatus !== 'string') return notObserved('The source does not show its `setupStatus`.');
  if (setupStatus !== 'CREATED') return contradicted('A source created without `setupStatus` is not CREATED.');
  if (!listed) return notObserved('The source is CREATED, and was not found in the list.');
  return isSet(listed.setupStatus)
    ? contradicted('The list of alert sources shows `setupStatus`.')
    : confirmed('A source created without `setupStatus` is CREATED, and the list does not show it.');
}

/** Says whether templates and filters are only shown if requested. Pure. */
export function judgeInclude(plain: Raw, full: Raw, listed: Raw | undefined): Verdict {
  // Some of them may not exist for sources of this type.
  const returned = EXTRA_NAMES.filter((name) => isSet(full[name]));
  if (returned.length === 0) return contradicted('Requested with `include`, templates and filters are not returned.');
  const shown = EXTRA_NAMES.filter((name) => isSet(plain[name]));
  if (shown.length > 0)
    return contradicted(`These fields of an alert source are returned without \`include\`: ${shown.join(', ')}.`);
  const inList = EXTRA_NAMES.filter((name) => isSet(listed?.[name]));
  if (inList.length > 0) return contradicted(`The list of alert sources shows: ${inList.join(', ')}.`);
  return listed
    ? confirmed(
        `These fields of an alert source are returned only with \`include\`, and not in the list: ${returned.join(', ')}.`,
      )
    : notObserved('The source was not found in the list.');
}

/** Says in which forms a template is returned. Pure. @param sentAsElements the source after such a change */
export function judgeElements(full: Raw, withText: Raw, sentAsElements: Raw): Verdict {
  const { elements, textTemplate } = templateIn(full);
  if (!isSet(full.summaryTemplate)) return notObserved('The source does not show its template.');
  if (!isSet(elements)) return contradicted('A template that was sent as text is returned without `elements`.');
  if (isSet(textTemplate)) return contradicted('`textTemplate` is returned although it was not requested.');
  if (!isSet(templateIn(withText).textTemplate))
    return contradicted('`textTemplate` is not returned although it was requested.');
  return verdict(isSet(templateIn(sentAsElements).elements), {
    yes: 'A template is stored whether sent as text or as `elements`, and its text is only returned if requested.',
    no: 'A template that was sent as `elements` is not stored.',
    unobserved: '',
  });
}

function templateIn({ summaryTemplate }: Raw): Raw {
  return isRaw(summaryTemplate) ? summaryTemplate : {};
}

/** Says which of its two names a link is returned with. Pure. */
export function judgeLinkText({ linkTemplates }: Raw): Verdict {
  const link = Array.isArray(linkTemplates) ? (linkTemplates as unknown[]).find(isRaw) : undefined;
  if (!link) return notObserved('The source does not show its link.');
  if (!isSet(link.linkTextTemplate))
    return contradicted('A link that was sent with `text` and `linkTextTemplate` is returned without the second.');
  return isSet(link.text)
    ? contradicted('A link that was sent with `text` and `linkTextTemplate` is returned with both.')
    : confirmed('A link that was sent with `text` and `linkTextTemplate` is returned only with the second.');
}

/** Says whether a PUT without some fields has reset them. Pure. @param before the source, with its templates */
export function judgePut(before: Raw, after: Raw): Verdict {
  if (!EXTRA_NAMES.some((name) => isSet(before[name])))
    return notObserved('The source does not show the fields that were to be omitted.');
  const kept = EXTRA_NAMES.filter((name) => isSet(after[name]));
  return kept.length === 0
    ? confirmed('Fields of an alert source that a PUT omits are reset. (Teams were not tried.)')
    : contradicted(`Fields of an alert source that a PUT omits keep their values: ${kept.join(', ')}.`);
}

/** Whether a field has a value: ilert may return what is not set as null or empty. */
function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isRaw(value)) return Object.values(value).some(isSet);
  return value !== undefined && value !== null && value !== '';
}
