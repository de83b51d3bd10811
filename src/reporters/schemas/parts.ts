import * as z from 'zod';
import { CHAIN } from '../../diagnostics/chain.ts';
import { components, findingCodes } from '../../diagnostics/finding.ts';
import { ExitCode } from '../../errors/cli-error.ts';
import { errorCodes } from '../../errors/error-code.ts';

// Parts that documents share. Objects are strict, so that tests find undescribed fields; published schemas allow more
// fields (`json-schema.ts`).

/** A list, which the program never modifies. */
export function list<Item extends z.ZodType>(item: Item) {
  return z.array(item).readonly();
}

/** Publishes a text, so that a format version may gain values; the program accepts only the values so far. */
function openEnum<const Value extends string>(id: string, values: readonly Value[], description: string) {
  return z.enum(values).meta({ id, description, isOpen: true });
}

const text = z.string();
const count = z.int().min(0);

/** An ID as the product shows it. Always text, since some are numbers and some are GUIDs. */
export const id = text;

export const service = z.enum(['ilert', 'halo']);

export const only = service.optional().describe('The one service that the run was for; missing if it was for both.');

const resource = text.describe('Stable key, such as `alert-source` or `new-ticket-event`.');
const title = text.describe('What the product calls it.');
const inService = service.describe('The service that it is in.');
const name = text.describe('Its name.');

export const action = z.enum(['create', 'update', 'delete', 'keep']);

export const field = z
  .strictObject({
    field: text.describe(
      "Its name in the service's API; where several belong together, a name for all of them: `alertGrouping`, `url`, `filter`.",
    ),
    label: text.describe("What the product's page calls it, such as `Escalation policy`."),
    path: list(text).optional().describe('Where in the field it is, if only a part of it changes.'),
    before: z
      .unknown()
      .optional()
      .describe("The value in the service's API; of several fields, an object with each by its name."),
    after: z.unknown().optional().describe('The value that it gets, in the same form. Secrets are hidden.'),
    beforeText: text.optional().describe('The value as people read it, with names instead of IDs.'),
    afterText: text.optional().describe('The same for the new value.'),
    unconfirmed: z
      .literal(true)
      .optional()
      .describe(
        'Present if no live tenant has confirmed yet that the service takes it: it is read back after writing.',
      ),
  })
  .meta({ id: 'field', description: 'A field that is created or changed.' });

export const change = z
  .strictObject({
    resource,
    title,
    service: inService,
    name,
    action: action.describe('What becomes of it; `keep`: it stays as it is.'),
    id: id.optional().describe('Its ID, if it exists.'),
    fields: list(field).describe('What is created or changed.'),
    kept: z
      .enum(['external', 'in-use'])
      .optional()
      .describe('Why it is not touched: it is managed elsewhere, or still used by others.'),
    because: text.optional().describe('The same in words.'),
  })
  .meta({ id: 'change', description: 'What becomes of a resource.' });

export const counts = z
  .strictObject({
    create: count.describe('Those that are created.'),
    update: count.describe('Those that are changed.'),
    delete: count.describe('Those that are removed.'),
    keep: count.describe('Those that stay as they are.'),
  })
  .meta({ id: 'counts', description: 'How many resources there are of each action.' });

export const existing = z
  .strictObject({ resource, title, service: inService, name, id: id.describe('Its ID.') })
  .meta({ id: 'resource', description: 'A resource that exists.' });

export const unknown = z
  .strictObject({
    resource,
    title,
    service: inService,
    name,
    action: action.describe('What was requested.'),
    id: id.optional().describe('Its ID, if it existed before.'),
  })
  .meta({
    id: 'unknownChange',
    description: 'A change whose outcome is unknown: it was requested, and no response was received.',
  });

export const duplicate = z
  .strictObject({
    resource: text.describe('Key of the resource that it is a second one of.'),
    title,
    id: id.optional().describe('Its ID.'),
    name,
    does: text.describe('What it does, in words.'),
  })
  .meta({
    id: 'duplicate',
    description: 'A resource that does the same a second time, so that tickets may arrive twice.',
  });

const hint = text.describe('What to do about it.');

const component = openEnum('component', components, 'A component of the chain from a ticket to an alert.');

const severity = z.enum(['broken', 'unknown', 'drifted', 'pending']);

export const finding = z
  .strictObject({
    code: openEnum('findingCode', findingCodes, 'Stable code, listed in docs/codes.md.'),
    component: component.describe('The component of the chain that it is about.'),
    severity: severity.describe(
      '`broken`: tickets may not become alerts; `drifted`: they arrive, but something differs; `pending`: one will be retried; `unknown`: it could not be checked.',
    ),
    message: text.describe('What is wrong.'),
    hint,
    fixableByApply: z.boolean().describe('Whether `apply` fixes it.'),
  })
  .meta({ id: 'finding', description: 'Something that is wrong with the chain from a ticket to an alert.' });

export const chainLink = z
  .strictObject({
    component: openEnum('chainComponent', CHAIN, 'The component.'),
    state: z
      .enum(['ok', ...severity.options, 'not-checked'])
      .describe('The worst of its findings; `not-checked`: its service was not read.'),
    findings: list(finding).describe('What is wrong with it.'),
  })
  .meta({ id: 'chainLink', description: 'A component that a ticket passes on its way to an alert.' });

const errorCode = openEnum('errorCode', Object.keys(errorCodes), 'Stable code, listed in docs/codes.md.');

const problem = z
  .strictObject({
    code: errorCode,
    message: text.describe('What is wrong.'),
    hint: hint.optional(),
    file: text.optional().describe('The file that it is in.'),
    line: count.optional().describe('The line in the file.'),
    column: count.optional().describe('The column in the line.'),
  })
  .meta({ id: 'problem', description: 'One thing that is wrong.' });

export const error = z
  .strictObject({
    exitCode: z
      .literal(Object.values(ExitCode))
      .describe('What the run exits with; of one of several targets, what it would have exited with alone.'),
    ...problem.shape,
    problems: list(problem).describe('All problems; the first one is repeated above.'),
  })
  .meta({ id: 'error', description: 'Why a run failed.' });

export const step = z
  .strictObject({
    step: text.describe('What was done.'),
    state: z
      .enum(['ok', 'failed', 'skipped', 'stopped'])
      .describe('How it ended; `skipped`: it could not be done here; `stopped`: by Ctrl-C.'),
    milliseconds: count.describe('How long it took.'),
    detail: text.optional().describe('The result, or why it was skipped.'),
  })
  .meta({ id: 'step', description: 'A step of a test.' });
