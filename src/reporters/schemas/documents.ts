import * as z from 'zod';
import { reportSchema } from '../../facts/report-schema.ts';
import { targetOutcomes } from '../../fleet/report.ts';
import { recordingSchema } from '../../recording/recording.ts';
import { savedPlanSchema } from '../../saved-plan/document.ts';
import type { CommandName, DocumentName } from './names.ts';
import {
  action,
  chainLink,
  change,
  counts,
  duplicate,
  error,
  existing,
  field,
  finding,
  id,
  list,
  only,
  service,
  step,
  unknown,
} from './parts.ts';

const text = z.string();
const count = z.int().min(0);

const changes = { counts, changes: list(change).describe('What becomes of each resource.') };
const unknownChanges = list(unknown).describe('What was requested, with an unknown outcome: no response was received.');

const plan = z.strictObject({
  pending: z.boolean().describe('Whether anything would be changed.'),
  only,
  ...changes,
  duplicates: list(duplicate).describe('What does the same a second time; `apply` does not change it.'),
});

const dryRun = z.strictObject({
  dryRun: z.literal(true).describe('Nothing was changed.'),
  offline: z.boolean().describe('Whether nothing was read either, so that everything is shown as new.'),
  ...plan.shape,
  requests: list(
    z
      .strictObject({
        resource: change.shape.resource,
        title: change.shape.title,
        action: action.describe('What it is for.'),
        name: change.shape.name,
        service: change.shape.service,
        method: z.enum(['POST', 'PUT', 'DELETE']).describe('The HTTP method.'),
        url: text.describe('Where it would be sent to.'),
        body: z.unknown().optional().describe('What would be sent, with secrets hidden.'),
      })
      .meta({ id: 'request', description: 'A request that `apply` or `destroy` would send.' }),
  ).describe('Every request that would be sent, in order.'),
});

const apply = z.strictObject({
  only,
  ...changes,
  resources: list(existing).describe('What exists now.'),
  unknown: unknownChanges,
  integrationUrl: text.optional().describe('Where tickets are sent to, with most of its key hidden.'),
  findings: list(finding).describe('What is wrong all the same, and is not for `apply` to change.'),
});

const destroy = z.strictObject({
  ...changes,
  left: list(existing).describe('What could not be removed, or is still used by others.'),
  unknown: unknownChanges,
});

const verify = z.strictObject({
  tested: z
    .enum(['without-alert', 'ilert', 'end-to-end'])
    .describe(
      "How much was tested: the configuration alone, ilert's side, or the whole way from a ticket to its alert.",
    ),
  only,
  steps: list(step).describe('What was done, in order.'),
  tickets: list(
    z
      .strictObject({ id: id.describe('Its ID.'), deleted: z.boolean().describe('Whether it was deleted at the end.') })
      .meta({ id: 'testTicket', description: 'A ticket that was logged for the test.' }),
  ).describe('The tickets that were logged for the test.'),
  alertId: id.optional().describe('ID of the alert that was created.'),
  findings: list(finding).describe('Where the chain is broken; empty if it works.'),
});

const time = z.iso.datetime();
const at = time.describe('When, ISO 8601 in UTC.');
const ticketId = id.optional().describe('ID of the ticket.');

const status = z.strictObject({
  product: text.describe('The Halo product: `HaloITSM` or `HaloPSA`.'),
  only,
  state: z
    .enum(['healthy', 'drifted', 'unknown', 'broken'])
    .describe(
      'The whole, from its findings: `drifted` also if a ticket waits to be sent again; `unknown`: not everything could be checked.',
    ),
  chain: list(chainLink).describe('What a ticket passes on its way to an alert, in order.'),
  resources: list(
    z
      .strictObject({
        state: z
          .enum(['ok', 'drifted', 'missing', 'obsolete', 'foreign'])
          .describe('`obsolete`: no longer in the settings; `foreign`: added by somebody else.'),
        resource: existing.shape.resource
          .optional()
          .describe('Stable key, as in a plan; what somebody else added has none.'),
        service: existing.shape.service,
        title: existing.shape.title,
        name: existing.shape.name,
        id: id.optional().describe('Its ID, if it exists.'),
        fields: list(field).describe('What differs from the settings, as it is and as `apply` would make it.'),
      })
      .meta({ id: 'checkedResource', description: 'A resource, compared with the settings.' }),
  ).describe('Every resource.'),
  findings: list(finding).describe('What is wrong; empty if it is healthy.'),
  runs: list(
    z
      .strictObject({
        id: id.describe('Its ID.'),
        ticketId,
        state: z.enum(['done', 'failed', 'running', 'waiting-to-retry']).describe('How it went.'),
        error: text.optional().describe("Why it failed, in Halo's words."),
        at: at.optional(),
        retry: z
          .strictObject({
            at: time.describe('When it will be started again, ISO 8601 in UTC.'),
            attemptsLeft: count.describe('How often it may still be tried.'),
          })
          .meta({ id: 'retry', description: 'When a run is tried again.' })
          .optional()
          .describe('When it is tried again, if it will be.'),
      })
      .meta({ id: 'run', description: 'A run of the runbook.' }),
  ).describe('The last five runs of the runbook, newest first.'),
  deliveries: list(
    z
      .strictObject({
        ticketId,
        runId: id.optional().describe('ID of the run that sent it.'),
        status: count.optional().describe("HTTP status of ilert's response; missing if there was none."),
        response: text.describe("The body of ilert's response."),
        at: at.optional(),
      })
      .meta({ id: 'delivery', description: 'A ticket that was sent to ilert.' }),
  ).describe('The last five tickets that were sent to ilert, newest first.'),
  failureRecipient: text
    .optional()
    .describe('Whom HaloITSM is set to notify if the runbook fails; missing if that is nobody.'),
  ticketFilter: text.optional().describe('Which tickets may open an alert, in words; missing if all may.'),
  alertSourceFilters: list(text).describe('Filters of the alert source, in words; empty if they were not read.'),
  filtersRead: z
    .boolean()
    .describe(
      'Whether the filters and the setup status of the alert source were read. Of more than three targets only lists are read, which have neither.',
    ),
  duplicates: plan.shape.duplicates,
  requestsLeft: z
    .partialRecord(service, count)
    .describe('How many requests each service still accepts at the moment, as far as it says so.'),
  checkedAt: time.describe('When it was checked, ISO 8601 in UTC.'),
});

const remaining = z
  .strictObject({
    service: existing.shape.service,
    title: existing.shape.title,
    name: existing.shape.name,
    id: id.describe('Its ID.'),
  })
  .meta({ id: 'proveResource', description: 'Something that `prove` has created.' });

const left = list(remaining).describe('What could not be removed.');

const prove = z.strictObject({
  versions: z
    .strictObject({ tool: text.describe('Of this tool.'), node: text.describe('Of Node.js.') })
    .meta({ id: 'versions', description: 'What the run used.' })
    .describe('Versions of this tool and of Node.js.'),
  product: text.describe('The Halo product: `HaloITSM` or `HaloPSA`.'),
  counts: z
    .strictObject({
      confirmed: count.describe('The account behaves as assumed.'),
      contradicted: count.describe('It behaves differently.'),
      notObserved: count.describe('The run could not show it.'),
      unprovable: count.describe('No experiment can show it; counted as none of the others.'),
    })
    .meta({ id: 'answerCounts', description: 'How many facts have each answer.' })
    .describe('How many facts have each answer.'),
  facts: list(
    z
      .strictObject({
        fact: text.describe('Its ID in docs/facts.md.'),
        claim: text.describe('What this tool assumes.'),
        certainty: z.enum(['proven', 'documented', 'inferred']).describe('How certain that was before.'),
        answer: z.enum(['confirmed', 'contradicted', 'not observed']).describe('What the account shows.'),
        sentence: text.describe('What was observed, or why nothing was. Never a text from the account.'),
        experiment: text
          .optional()
          .describe('The experiment that was to show it; missing if none can, and then the answer is `not observed`.'),
        remedy: text.optional().describe('What to do about a contradicted fact, if anything.'),
      })
      .meta({ id: 'provenFact', description: 'A fact, and what the account shows about it.' }),
  ).describe('Every fact, in the order of docs/facts.md.'),
  left,
  requests: count.describe('Requests to both services.'),
  seconds: count.describe('How long it took.'),
});

const cleanUp = z.strictObject({ removed: list(remaining).describe('What was removed.'), left });

const exported = z.strictObject({
  offline: z.boolean().describe('Whether nothing was read, so that the integration key is a placeholder.'),
  created: list(change).describe('What was created in ilert first.'),
  folder: text.describe('The folder of the files.'),
  files: list(
    z
      .strictObject({
        name: text.describe('Its name.'),
        path: text.describe('Its path.'),
        replaced: z.boolean().describe('Whether there was an older one.'),
        holdsKey: z.boolean().describe('Whether it contains the integration key.'),
      })
      .meta({ id: 'exportedFile', description: 'A file that was written.' }),
  ).describe('The files that were written.'),
});

const init = z.strictObject({
  settingsFile: text.describe('The settings file.'),
  files: list(text).describe('The files that were written, as seen from the working folder.'),
  toFillIn: list(text).describe('Settings in the file that still need a value.'),
  variables: list(text).describe('Environment variables that the file takes secrets from.'),
  toInclude: list(text).describe('Pipelines that another file has to include.'),
});

const targets = z.strictObject({
  targets: list(
    z
      .strictObject({
        target: text.describe('Its name in the settings file, as `--target` takes it.'),
        name: text.optional().describe('Its display name, if it has one.'),
        product: z.enum(['haloitsm', 'halopsa']).describe('The Halo product.'),
        halo: text.optional().describe('URL of its Halo, if it has one.'),
        remembered: z.boolean().describe('Whether this machine remembers what was set up for it.'),
      })
      .meta({ id: 'listedTarget', description: 'A target of the settings file.' }),
  ).describe('The targets, in the order of the settings file.'),
});

const schema = z.strictObject({
  schema: z.record(text, z.unknown()).describe('The JSON Schema.'),
});

const completion = z.strictObject({
  shell: text.describe('The shell.'),
  script: text.describe('Its completion script.'),
});

const demo = z.strictObject({
  steps: list(
    z
      .strictObject({ step: text.describe('What was done.'), detail: text.describe('The result.') })
      .meta({ id: 'demoStep', description: 'A step of the demo.' }),
  ).describe('What was done, in order.'),
});

const sandbox = z.strictObject({
  variables: z.record(text, text).describe('The environment variables that point this tool at the simulators.'),
});

/** The specific fields of each kind of result. */
export const data = {
  plan,
  dryRun,
  apply,
  destroy,
  verify,
  status,
  prove,
  cleanUp,
  export: exported,
  init,
  targets,
  schema,
  completion,
  demo,
  sandbox,
};

/** The end of every document, and of each of several targets. */
export const ending = z.strictObject({
  notes: list(text).describe('What is worth knowing though nothing failed.'),
  error: error.optional().describe('Why it did not end as it should; missing if it did.'),
});

/** The beginning of every document. */
export const beginning = z.strictObject({
  formatVersion: z.literal(1).describe('Version of the format; keys may be added within a version.'),
  command: text.describe('The command.'),
  ok: z.boolean().describe('Whether it ended as it should; pending changes and drift are no failure.'),
});

/** The fields of each of several targets. */
export const target = z.strictObject({
  target: text.describe('Its name in the settings file, as `--target` takes it.'),
  name: text.optional().describe('Its display name, if it has one.'),
  halo: text.optional().describe('URL of its Halo.'),
  outcome: z
    .enum(targetOutcomes)
    .describe(
      'How it went; `unchecked`: it could not be checked; `stopped`: by Ctrl-C; `skipped`: by `--resume`; `not-started`: the run was stopped before.',
    ),
  exitCode: error.shape.exitCode
    .optional()
    .describe('What a run for it alone would have exited with; missing if nothing was run.'),
  summary: text.describe('How it went, in a few words.'),
});

/** The counts of a run for several targets. */
export const targetCounts = z
  .strictObject({
    all: count.describe('All that were chosen.'),
    done: count.describe('Done, or nothing was to be done.'),
    pending: count.describe('Something is to be done, or has drifted.'),
    failed: count.describe('Failed, or broken.'),
    unchecked: count.describe('Could not be checked.'),
    stopped: count.describe('Stopped by Ctrl-C.'),
    skipped: count.describe('Skipped by `--resume`.'),
    notStarted: count.describe('The run was stopped before.'),
  })
  .meta({ id: 'targetCounts', description: 'How many targets there are, and how many had each outcome.' });

type AnyData = (typeof data)[keyof typeof data];

/** What a command may report by itself, by title, and for one of several targets. */
interface Reported {
  readonly alone: Readonly<Record<string, AnyData>>;
  readonly ofTargets?: readonly AnyData[];
}

const REPORTED: Readonly<Record<CommandName, Reported>> = {
  setup: { alone: { Applied: apply } },
  plan: { alone: { Plan: plan }, ofTargets: [plan] },
  // A target that was planned but not started reports its plan.
  apply: { alone: { Applied: apply, 'Dry run': dryRun }, ofTargets: [apply, dryRun, plan] },
  verify: { alone: { Test: verify }, ofTargets: [verify] },
  status: { alone: { Status: status }, ofTargets: [status] },
  prove: { alone: { Report: prove, 'Clean-up': cleanUp } },
  destroy: { alone: { Removed: destroy, 'Dry run': dryRun }, ofTargets: [destroy, dryRun, plan] },
  // If an alert source can't be created, the report is the one that `apply` prints.
  export: { alone: { Files: exported, 'Alert source not created': apply } },
  init: { alone: { Files: init } },
  targets: { alone: { Targets: targets } },
  schema: { alone: { Schema: schema } },
  completion: { alone: { Script: completion } },
  sandbox: { alone: { Simulators: sandbox, Demo: demo } },
};

/** The output of any command that failed with nothing else to report. */
const failed = z
  .strictObject({
    ...beginning.shape,
    command: beginning.shape.command.optional().describe('The command; missing if the command line names none.'),
    ok: z.literal(false).describe('The run failed.'),
    ...ending.shape,
    error: error.describe('Why it failed.'),
  })
  .meta({ title: 'Failed' });

/** Everything that a command prints as JSON; `error` is the output of any command that could not start. */
export function schemaOf(name: DocumentName): z.ZodType {
  if (name === 'error') return failed;
  if (name === 'report') return reportSchema;
  if (name === 'saved-plan') return savedPlanSchema;
  if (name === 'recording') return recordingSchema;
  const { alone, ofTargets = [] } = REPORTED[name];
  const command = z.literal(name).describe('The command.');
  const begin = { ...beginning.shape, command };
  const reported = Object.entries(alone).map(([title, { shape }]) =>
    z.strictObject({ ...begin, ...shape, ...ending.shape }).meta({ title }),
  );
  const targets = list(oneOfSeveral(ofTargets)).describe('Each target, in the order of the settings file.');
  const several = z.strictObject({ ...begin, counts: targetCounts, targets, ...ending.shape });
  return z.union([
    ...reported,
    ...(ofTargets.length > 0 ? [several.meta({ title: 'Several targets' })] : []),
    failed.extend({ command }).meta({ title: 'Failed' }),
  ]);
}

/** Describes a target with the report of a run for it alone; without, if it did not get that far. */
function oneOfSeveral(reported: readonly AnyData[]): z.ZodType {
  const { outcome } = target.shape;
  const withoutResult = outcome.exclude(['done', 'pending']).describe('Why there is nothing to report.');
  return z.union([
    ...reported.map(({ shape }) => z.strictObject({ ...target.shape, ...shape, ...ending.shape })),
    z.strictObject({ ...target.shape, outcome: withoutResult, ...ending.shape }),
  ]);
}
