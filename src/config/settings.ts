import type { Field, ValueOfKind } from './field.ts';
import { fields } from './fields.ts';

type Fields = (typeof fields)[number];
export type FieldKey = Fields['key'];

type ValueOf<F extends Fields> = F extends { kind: 'choice'; choices: readonly (infer Choice)[] }
  ? Choice
  : ValueOfKind[F['kind']];

/** All settings, checked. What has no default is there only where somebody gave it. */
export type Settings = {
  readonly [F in Fields as F extends { default: string } ? F['key'] : never]: ValueOf<F>;
} & {
  readonly [F in Fields as F extends { default: string } ? never : F['key']]?: ValueOf<F>;
};

/** The field of a key. */
export function fieldOf(key: FieldKey): Field {
  const field = fields.find((each) => each.key === key);
  if (!field) throw new TypeError(`there is no setting ${key}`);
  return field;
}
