import type { Outcome } from '../engine/apply.ts';
import { plainName } from '../ui/sanitize.ts';

const MAYBE = { create: 'exist', update: 'be changed', delete: 'be gone', keep: 'be as it was' } as const;

/** What a run sent and nobody can say whether it was done, for both forms of a report. Pure. */
export function unsureIn({ unsure }: Pick<Outcome, 'unsure'>) {
  return {
    document: unsure.length > 0 && {
      unsure: unsure.map(({ resource, service, name, id, action }) => ({
        resource,
        service,
        name,
        action,
        ...(id !== undefined && { id }),
      })),
    },
    text: unsure.flatMap(({ title, name, id, action }, index) => [
      ...(index === 0 ? ['Not known, since no answer came:'] : []),
      `  ${title} "${plainName(name)}"${id === undefined ? '' : ` (id ${id})`} may ${MAYBE[action]}`,
    ]),
  };
}
