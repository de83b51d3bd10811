import type { Settings } from '../../config/settings.ts';
import { NOBODY, recipientOf } from '../../providers/halo/failure-notification.ts';
import { isNobody } from '../../providers/resolve-agent.ts';
import { answerOf, has, isOneOf, verdict } from '../evidence.ts';
import { documented, type Facts, inferred, proven } from '../fact.ts';

const RUNBOOK_TEST = 'sandbox/test/halo-runbook.test.ts';
const NOTIFICATION_TEST = 'test/integration/apply/failure-notification.test.ts';
const PLAN_TEST = 'test/unit/providers/plan/runbook.test.ts';

/** The runbook itself. */
export const haloRunbookFacts: Facts = {
  'runbook-type': {
    claim:
      'A runbook is a row of `/Webhook` with `type` 1; there is no route of its own. `showall=true&type=1` lists them. Its id is a GUID.',
    ...proven('runs on a live tenant', RUNBOOK_TEST),
    check: ({ live, ...evidence }) => {
      const row = answerOf({ live, ...evidence }, /^(GET|POST) \/api\/Webhook(\/\{id\}|$)/);
      const kinds = (row?.items ?? row)?.fields?.get('id')?.kinds;
      return verdict(kinds && isOneOf(live.runbook, 'type', 1) && kinds.every((kind) => kind === 'guid'), {
        yes: "This integration's has type 1, and its id is a GUID.",
        no: "This integration's has another type, or an id that is no GUID.",
        unobserved: 'There is no runbook yet.',
      });
    },
  },
  'runbook-name-unique': {
    claim:
      'The name of a runbook is unique in the tenant, in any case; a second one is rejected with 400 "Name must be unique".',
    ...proven('a live tenant', 'test/integration/apply/taken-runbook-name.test.ts'),
  },
  'webhooks-of-any-type': {
    claim:
      'A runbook cannot have the name of a webhook of another type. Without `type`, `/Webhook?showall=true` lists webhooks of every type; that is only used to foresee a name conflict.',
    ...inferred(
      'runbooks and webhooks share a route and its `type` filter',
      'test/integration/apply/taken-runbook-name.test.ts',
    ),
  },
  'runbook-details': {
    claim: '`/Webhook/{id}?includedetails=true` returns the steps and their edges.',
    ...proven('runs on a live tenant', RUNBOOK_TEST),
    check: (evidence) =>
      verdict(has(answerOf(evidence, /^GET \/api\/Webhook\/\{id\}\?includedetails/), 'steps'), {
        yes: 'The response includes them.',
        no: 'The response has no steps.',
        unobserved: 'There is no runbook yet.',
      }),
  },
  'runbook-events-dropped': {
    claim: '`events` of a runbook is read-only: what is posted there is silently ignored.',
    ...proven('runs on a live tenant', RUNBOOK_TEST),
  },
  'runbook-inactive': {
    claim: 'A runbook that is not active never starts.',
    ...proven('runs on a live tenant', 'sandbox/test/runbook-runs.test.ts'),
    check: ({ live }) =>
      verdict(isOneOf(live.runbook, 'active', true), {
        yes: "This integration's is active.",
        no: "This integration's runbook is disabled.",
        unobserved: 'There is no runbook yet.',
      }),
  },
  'runbook-start': {
    claim: '`runbook_start_type` 0 is a runbook that starts only from Halo, 1 one that has a public URL as well.',
    ...proven('runs on a live tenant', 'test/unit/providers/plan/first-run.test.ts'),
  },
  'runbook-disabled': {
    claim: 'Halo disables a runbook itself (`disabled`) after `auto_disable_attempts` failures; 0 is never.',
    ...documented("Halo's API document", PLAN_TEST),
    check: ({ live }) =>
      verdict(isOneOf(live.runbook, 'disabled', false), {
        yes: "This integration's is not disabled.",
        no: "This integration's is disabled.",
        unobserved: 'The runbook does not tell it.',
      }),
  },
  'runbook-disabled-start': {
    claim: 'A runbook that Halo has disabled does not start; `disabled: false` enables it again.',
    ...inferred('the name of the field', 'sandbox/test/runbook-runs.test.ts'),
  },
  'failure-notification': {
    claim:
      '`notify_on_failure` of a runbook, with an agent as `notify_on_failure_tech` (-1 is nobody), is kept when it is posted with the id of the runbook.',
    ...documented("Halo's settings of a runbook", NOTIFICATION_TEST),
    check: ({ live, settings }) =>
      verdict(isAsked(settings) && live.runbook ? recipientOf(live.runbook) !== NOBODY : undefined, {
        yes: 'The runbook notifies an agent.',
        no: 'The settings name an agent, and the runbook notifies nobody.',
        unobserved: 'The settings name no agent, or there is no runbook yet.',
      }),
  },
  'failure-notification-sent': {
    claim:
      'Halo then notifies that agent when the runbook fails, with template 32. The program only checks that the fields are kept.',
    ...inferred('the names of the fields', NOTIFICATION_TEST),
  },
  'failure-ticket': {
    claim:
      '`log_ticket_attempts` of a runbook logs a ticket after so many failed attempts, which may start the same runbook again. It is never set, and `status` warns of it; 0 or null is never.',
    ...inferred('the names of the fields', NOTIFICATION_TEST),
  },
  agents: {
    claim:
      '`/Agent` lists agents with `name`, `email` and `isdisabled`; disabled ones only with `includedisabled=true`.',
    ...inferred("clients of Halo's API", NOTIFICATION_TEST),
  },
  'import-from-json': {
    claim: '"Import from JSON" finds the method of a step by its GUID, and treats ids that are null as new.',
    ...proven("Halo's web pages", RUNBOOK_TEST),
  },
  'import-integration': {
    claim: 'Importing a custom integration also imports its methods, and keeps their GUIDs.',
    ...inferred('the import of runbooks, which finds methods by GUID', 'test/integration/export/import.test.ts'),
  },
};

/** Whether the settings name an agent. Without one, a runbook that lacks the fields shows nothing. */
function isAsked({ 'halo.notifyOnFailure': agent }: Settings): boolean {
  return agent !== undefined && !isNobody(agent);
}
