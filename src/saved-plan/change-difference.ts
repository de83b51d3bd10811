import { rowInWords } from '../engine/resource.ts';
import { isFilledIn, isSameSealed, type JsonFields, jsonFieldsIn, unsealed } from '../engine/sealed.ts';
import type { Desired } from '../providers/integration.ts';
import { resources } from '../providers/resources.ts';
import type { SavedChange } from './document.ts';
import { asJson, differingParts, partInWords } from './json-difference.ts';

/** The change of one resource in a saved plan and in the current one. Either may not have it. */
export interface ChangePair {
  readonly saved: SavedChange | undefined;
  readonly now: SavedChange | undefined;
}

/** Pairs the changes of two plans, in the order of the current plan. Pure. */
export function changePairs(saved: readonly SavedChange[], now: readonly SavedChange[]): ChangePair[] {
  const of = (changes: readonly SavedChange[], key: string) => changes.find(({ resource }) => resource === key);
  const keys = new Set([...now, ...saved].map(({ resource }) => resource));
  return [...keys].map((key) => ({ saved: of(saved, key), now: of(now, key) }));
}

/** Whether both plans say exactly the same, to people and to programs. Pure. */
export function isSameChange({ saved, now }: ChangePair): boolean {
  return saved !== undefined && now !== undefined && isSameSealed(asJson(saved), asJson(now));
}

function isSameWork(saved: SavedChange, now: SavedChange): boolean {
  return (
    saved.service === now.service &&
    saved.action === now.action &&
    saved.id === now.id &&
    saved.kept === now.kept &&
    isSameSealed(saved.values, now.values) &&
    isSameSealed(saved.request ?? null, now.request ?? null)
  );
}

/** Whether they differ only in values that are known by now, which another change of the plan was to provide. Pure. */
export function isOnlyFilledIn({ saved, now }: ChangePair): boolean {
  if (saved?.action !== now?.action || saved?.id !== now?.id || saved?.kept !== now?.kept) return false;
  return (
    isFilledIn(saved?.values ?? null, now?.values ?? null) && isFilledIn(saved?.request ?? null, now?.request ?? null)
  );
}

/** Whether the change was carried out: what it was to make exists, or what it was to remove does not. Pure. */
export function isCarriedOut({ saved, now }: ChangePair): boolean {
  if (saved?.action === 'delete') return now === undefined;
  const isKept = now?.action === 'keep' && now.kept === undefined;
  return isKept && (saved?.action === 'create' || (saved?.action === 'update' && saved.id === now.id));
}

/** Says how they differ, in a sentence. Pure. @param desired needed by some labels to put a value into words */
export function differenceInWords({ saved, now }: ChangePair, desired: Desired): string {
  if (!saved) return now ? `${subject(now)} is not in the plan; now it would ${verb(now)}.` : '';
  const was = `${subject(saved)} was to ${verb(saved)}`;
  if (!now) return saved.action === 'create' ? `${was}, which is not needed now.` : `${was}, but it no longer exists.`;
  if (isSameWork(saved, now) && !haveDifferentFields(saved, now))
    return `${subject(now)} is described otherwise: ${partsInWords(saved, now)}.`;
  if (saved.action === 'create' && now.action === 'create')
    return `${was} with other values: ${valuesInWords(saved, now, desired)}.`;
  if (saved.action === 'create') return `${was}, but it exists now${idIn(now)}${thenUpdated(now)}.`;
  if (now.action === 'create') return `${was}, but it no longer exists.`;
  if (saved.id !== now.id) return `${was}; now another one would be used: ${rowInWords(now)}.`;
  if (saved.action === 'update' && now.action === 'update')
    return `${was} otherwise: ${valuesInWords(saved, now, desired)}.`;
  if (now.action === 'update') return `${was}; now it would be updated: ${updatesInWords(now)}.`;
  if (saved.action === 'update' && now.action === 'keep' && now.kept === saved.kept)
    return `${was}, but there is nothing left to update.`;
  return `${was}; now it would ${verb(now)}.`;
}

function subject({ title, name, id }: SavedChange): string {
  return `The ${title} ${rowInWords({ id, name })}`;
}

/** Whether the fields that people read differ; only creations and updates show them. */
function haveDifferentFields(saved: SavedChange, now: SavedChange): boolean {
  const isWritten = now.action === 'create' || now.action === 'update';
  return isWritten && !isSameSealed(asJson(saved.fields), asJson(now.fields));
}

function idIn({ id }: SavedChange): string {
  return id === undefined ? '' : ` (ID ${id})`;
}

function thenUpdated(now: SavedChange): string {
  return now.action === 'update' ? `, and would be updated: ${updatesInWords(now)}` : '';
}

function verb({ action, kept }: SavedChange): string {
  const verbs = { create: 'be created', update: 'be updated', delete: 'be removed', keep: 'stay as it is' };
  return kept === 'external' ? 'be managed elsewhere' : verbs[action];
}

type SavedField = SavedChange['fields'][number];

function updatesInWords({ fields }: SavedChange): string {
  return fields.map((field) => `${field.label}${transition(field)}`).join('; ');
}

/** Describes the fields that differ, each with its value now and in the plan. */
function valuesInWords(saved: SavedChange, now: SavedChange, desired: Desired): string {
  const labels = [...new Set([...now.fields, ...saved.fields].map(({ label }) => label))];
  const differing = labels.flatMap((label) => {
    const [before, after] = [fieldOf(saved, label), fieldOf(now, label)];
    if (before && after && before.before === after.before && before.after === after.after) return [];
    if (!before) return [`${label}${transition(after)}, which is not in the plan`];
    if (!after) return [`${label} needs no change now`];
    const planned = transition(before);
    return [planned === '' ? label : `${label}${transition(after)}, in the plan${planned}`];
  });
  if (differing.length > 0) return differing.join('; ');
  const sent = sentInWords(saved, now, desired);
  return sent.length > 0 ? sent.join('; ') : partsInWords(saved, now);
}

/** Describes differing fields that the plan leaves as they are: a request that replaces the whole includes them too. */
function sentInWords(saved: SavedChange, now: SavedChange, desired: Desired): string[] {
  const [before, after] = [sentBy(saved), sentBy(now)];
  const fields = differingParts(before, after).map(({ path }) => path.split('.')[0] ?? path);
  const labels = resources.find(({ key }) => key === now.resource)?.labels ?? [];
  const labelled = labels.filter(({ field, of = [field] }) => of.some((each) => fields.includes(each)));
  const known = new Set(labelled.flatMap(({ field, of = [field] }) => of));
  const textIn = (sent: JsonFields, { text }: (typeof labels)[number]) => text(unsealed(sent), desired, {});
  return [
    ...labelled.map((label) => `${label.label}${nowAndPlanned(textIn(before, label), textIn(after, label))}`),
    ...new Set(fields.filter((field) => !known.has(field)).map((field) => `${field}${nowAndPlanned()}`)),
  ];
}

/** Returns the body of a request, which for HaloITSM is a list of one. */
function sentBy({ request = null }: SavedChange): JsonFields {
  const body = jsonFieldsIn(request).body ?? null;
  return jsonFieldsIn(Array.isArray(body) ? (body[0] ?? null) : body);
}

/** ` is Critical now, and was Default when it was planned`; only says that it differs if texts are long or the same. */
function nowAndPlanned(planned = 'none', current = 'none'): string {
  const isShort = [planned, current].every((text) => text.length <= MAX_LENGTH && !text.includes('\n'));
  return isShort && planned !== current
    ? ` is ${current} now, and was ${planned} when it was planned`
    : ' is not what it was';
}

/** Describes their differences, part by part. */
function partsInWords(saved: SavedChange, now: SavedChange): string {
  return differingParts(asJson(saved), asJson(now)).map(partInWords).join('; ');
}

function fieldOf({ fields }: SavedChange, wanted: string): SavedField | undefined {
  return fields.find(({ label }) => label === wanted);
}

const MAX_LENGTH = 60;

/** ` Default → Critical`; empty if that does not fit on a line. */
function transition(field: SavedField | undefined): string {
  const texts = [field?.before, field?.after].map((text = 'none') => text);
  if (texts.some((text) => text.length > MAX_LENGTH || text.includes('\n'))) return '';
  return field?.before === undefined ? ` ${field?.after ?? 'none'}` : ` ${texts.join(' → ')}`;
}
