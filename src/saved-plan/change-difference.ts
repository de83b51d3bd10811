import { rowInWords } from '../engine/resource.ts';
import { isFilledIn, isSameSealed } from '../engine/sealed.ts';
import type { SavedChange } from './document.ts';

/** What one resource is to become: in a saved plan, and in one that was made now. One of them may not have it. */
export interface ChangePair {
  readonly saved: SavedChange | undefined;
  readonly now: SavedChange | undefined;
}

/** The changes of two plans side by side, in the order of the plan that was made now. Pure. */
export function changePairs(saved: readonly SavedChange[], now: readonly SavedChange[]): ChangePair[] {
  const of = (changes: readonly SavedChange[], key: string) => changes.find(({ resource }) => resource === key);
  const keys = new Set([...now, ...saved].map(({ resource }) => resource));
  return [...keys].map((key) => ({ saved: of(saved, key), now: of(now, key) }));
}

/** Whether exactly the same is to be done. Pure. */
export function isSameChange({ saved, now }: ChangePair): boolean {
  if (!saved || !now) return false;
  return (
    saved.service === now.service &&
    saved.action === now.action &&
    saved.id === now.id &&
    saved.kept === now.kept &&
    isSameSealed(saved.values, now.values) &&
    isSameSealed(saved.request ?? null, now.request ?? null)
  );
}

/** Whether all that differs is that a value is known by now which another change of the plan was to bring. Pure. */
export function isOnlyFilledIn({ saved, now }: ChangePair): boolean {
  if (saved?.action !== now?.action || saved?.id !== now?.id || saved?.kept !== now?.kept) return false;
  return (
    isFilledIn(saved?.values ?? null, now?.values ?? null) && isFilledIn(saved?.request ?? null, now?.request ?? null)
  );
}

/** Whether the plan was carried out there: what it was to make exists, and what it was to remove does not. Pure. */
export function isCarriedOut({ saved, now }: ChangePair): boolean {
  if (saved?.action === 'delete') return now === undefined;
  const isKept = now?.action === 'keep' && now.kept === undefined;
  return isKept && (saved?.action === 'create' || (saved?.action === 'update' && saved.id === now.id));
}

/** How they differ, as a sentence. Pure. */
export function differenceInWords({ saved, now }: ChangePair): string {
  if (!saved) return now ? `${subject(now)} is not in the plan; now it would ${verb(now)}.` : '';
  const was = `${subject(saved)} was to ${verb(saved)}`;
  if (!now) return saved.action === 'create' ? `${was}, which is not needed now.` : `${was}, but it no longer exists.`;
  if (saved.action === 'create' && now.action === 'create')
    return `${was} with other values: ${valuesInWords(saved, now)}.`;
  if (saved.action === 'create') return `${was}, but it exists now${idIn(now)}${thenUpdated(now)}.`;
  if (now.action === 'create') return `${was}, but it no longer exists.`;
  if (saved.id !== now.id) return `${was}; now another one would be used: ${rowInWords(now)}.`;
  if (saved.action === 'update' && now.action === 'update') return `${was} otherwise: ${valuesInWords(saved, now)}.`;
  if (now.action === 'update') return `${was}; now it would be updated: ${updatesInWords(now)}.`;
  if (saved.action === 'update' && now.action === 'keep' && now.kept === saved.kept)
    return `${was}, but there is nothing left to update.`;
  return `${was}; now it would ${verb(now)}.`;
}

function subject({ title, name, id }: SavedChange): string {
  return `The ${title} ${rowInWords({ id, name })}`;
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

/** The fields that differ, each with its value now and in the plan. */
function valuesInWords(saved: SavedChange, now: SavedChange): string {
  const labels = [...new Set([...now.fields, ...saved.fields].map(({ label }) => label))];
  const differing = labels.flatMap((label) => {
    const [before, after] = [fieldOf(saved, label), fieldOf(now, label)];
    if (before && after && before.before === after.before && before.after === after.after) return [];
    if (!before) return [`${label}${transition(after)}, which is not in the plan`];
    if (!after) return [`${label} needs no change now`];
    const planned = transition(before);
    return [planned === '' ? label : `${label}${transition(after)}, in the plan${planned}`];
  });
  return differing.length > 0 ? differing.join('; ') : 'fields that the plan does not show';
}

function fieldOf({ fields }: SavedChange, wanted: string): SavedField | undefined {
  return fields.find(({ label }) => label === wanted);
}

const LONGEST = 60;

/** ` Default → Critical`; nothing where that does not fit on a line. */
function transition(field: SavedField | undefined): string {
  const texts = [field?.before, field?.after].map((text = 'none') => text);
  if (texts.some((text) => text.length > LONGEST || text.includes('\n'))) return '';
  return field?.before === undefined ? ` ${field?.after ?? 'none'}` : ` ${texts.join(' → ')}`;
}
