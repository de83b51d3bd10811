import type { Shape } from './shape.ts';

/** A shape as readable JSON: `"integer | null"`, an object field by field, `name?` for an optional field. */
export type ShownShape = string | { readonly [name: string]: ShownShape };

/** Converts a shape to readable form. Pure. */
export function showShape(shape: Shape): ShownShape {
  const plain = shape.kinds.filter((kind) => kind !== 'object' && kind !== 'array');
  const whole = {
    ...(shape.fields && showFields(shape)),
    ...(shape.lengths && {
      [`(array of ${shape.lengths.join(' or ')})`]: shape.items ? showShape(shape.items) : 'nothing',
    }),
  };
  if (!shape.fields && !shape.lengths) return showPlain(shape, plain);
  return plain.length > 0 ? { ...whole, '(or)': showPlain(shape, plain) } : whole;
}

function showFields({ fields = new Map() }: Shape): Record<string, ShownShape> {
  return Object.fromEntries(
    [...fields].map(([name, field]) => [field.isOptional ? `${name}?` : name, showShape(field)]),
  );
}

function showPlain({ codes }: Shape, kinds: readonly string[]): string {
  const shown = kinds.join(' | ');
  return codes ? `${shown}: ${codes.join(', ')}` : shown;
}
