import type { FieldChange, Label, LabelledChange, Resource, StoredRow, World } from './resource.ts';
import type { Fields } from './values.ts';

/** Describes a resource to be created, for people. Pure. */
export function labelledNew<W extends World>(
  { labels }: Pick<Resource<W>, 'labels'>,
  props: Fields,
  desired: W['desired'],
  state: W['state'],
): LabelledChange[] {
  return labels.flatMap((label): LabelledChange[] => {
    const afterText = (label.textOfNew ?? label.text)(props, desired, state);
    if (label.isFixed || afterText === undefined) return [];
    return [{ ...namesOf(label), before: undefined, after: valueIn(label, props), afterText }];
  });
}

/** Describes the changes of an existing resource, for people. Pure. */
export function labelledUpdate<W extends World>(
  resource: Pick<Resource<W>, 'labels' | 'labelledParts'>,
  {
    row,
    props,
    changes,
  }: { readonly row: StoredRow; readonly props: Fields; readonly changes: readonly FieldChange[] },
  desired: W['desired'],
  state: W['state'],
): LabelledChange[] {
  const before: Fields = { ...row };
  const after: Fields = { ...row, ...props };
  const whole = changes.filter(({ path }) => path === undefined);
  const parts = changes.filter(({ path }) => path !== undefined);
  const candidates = resource.labels.flatMap((label) => {
    const first = whole.find(({ field }) => fieldsOf(label).includes(field));
    if (!first) return [];
    const texts = { beforeText: label.text(before, desired, state), afterText: label.text(after, desired, state) };
    const values = label.of ? { before: valueIn(label, before), after: valueIn(label, after) } : first;
    return [{ label, values, texts }];
  });
  const labelled = candidates.filter(showsChange).map(({ label, values, texts }): LabelledChange => {
    return { ...namesOf(label), before: values.before, after: values.after, ...distinct(texts, label) };
  });
  return [...labelled, ...(resource.labelledParts?.(parts, { row, props }, desired, state) ?? [])];
}

/** A label of a field that changes, and what it shows of the change. */
interface Candidate<W extends World> {
  readonly label: Label<W>;
  readonly texts: Pick<LabelledChange, 'beforeText' | 'afterText'>;
}

/** Whether to show a label. Of several for one field, shows those whose text changes, or else the last with a text. */
function showsChange<W extends World>(one: Candidate<W>, _: number, all: readonly Candidate<W>[]): boolean {
  const fields = fieldsOf(one.label);
  const sharing = all.filter(({ label }) => fieldsOf(label).some((field) => fields.includes(field)));
  if (sharing.some(changesText)) return changesText(one);
  return one === (sharing.findLast(({ texts }) => texts.afterText !== undefined) ?? sharing.at(-1));
}

function changesText<W extends World>({ texts }: Candidate<W>): boolean {
  return texts.beforeText !== texts.afterText;
}

function namesOf<W extends World>({ field, label, isUnconfirmed }: Label<W>) {
  return { field, label, ...(isUnconfirmed && { isUnconfirmed }) };
}

/** Returns the labels of some changes, each once. Pure. */
export function labelsOf(changes: readonly LabelledChange[]): string[] {
  return [...new Set(changes.map(({ label }) => label))];
}

/** Returns the labels of some fields of a resource. Pure. */
export function labelsOfFields<W extends World>(
  { labels }: Pick<Resource<W>, 'labels'>,
  fields: readonly string[],
): string[] {
  return labels.filter((label) => fieldsOf(label).some((field) => fields.includes(field))).map(({ label }) => label);
}

/** Distinguishes two texts that read the same and so would not look like a change. */
function distinct<W extends World>(
  { beforeText, afterText }: Pick<LabelledChange, 'beforeText' | 'afterText'>,
  { difference = 'written differently' }: Label<W>,
): Pick<LabelledChange, 'beforeText' | 'afterText'> {
  if (beforeText !== afterText || afterText === undefined) return { beforeText, afterText };
  return { beforeText, afterText: `${afterText} (${difference})` };
}

function fieldsOf<W extends World>({ field, of }: Label<W>): readonly string[] {
  return of ?? [field];
}

function valueIn<W extends World>(label: Label<W>, values: Fields) {
  if (!label.of) return values[label.field];
  return Object.fromEntries(label.of.map((field) => [field, values[field]]));
}
