import { answerOf, has, isOneOf, verdict } from '../evidence.ts';
import type { Fact } from '../fact.ts';

const RUNBOOK_TEST = 'sandbox/test/halo-runbook.test.ts';
const PLAN_TEST = 'test/unit/plan/runbook.test.ts';

/** The runbook itself. */
export const haloRunbookFacts: readonly Fact[] = [
  {
    id: 'runbook-type',
    claim:
      'A runbook is a row of `/Webhook` with `type` 1; there is no route of its own. `showall=true&type=1` lists them. Its id is a GUID.',
    certainty: 'proven',
    source: 'runs on a live tenant',
    shownBy: RUNBOOK_TEST,
    check: ({ live, ...evidence }) => {
      const row = answerOf({ live, ...evidence }, /^(GET|POST) \/api\/Webhook(\/\{id\}|$)/);
      const kinds = (row?.items ?? row)?.fields?.get('id')?.kinds;
      return verdict(kinds && isOneOf(live.runbook, 'type', 1) && kinds.every((kind) => kind === 'guid'), {
        yes: 'Ours has type 1, and its id is a GUID.',
        no: 'Ours has another type, or an id that is no GUID.',
        unseen: 'There is no runbook yet.',
      });
    },
  },
  {
    id: 'runbook-name-unique',
    claim:
      'The name of a runbook is unique in the tenant, in any case; a second one is refused with 400 "Name must be unique".',
    certainty: 'proven',
    source: 'a live tenant',
    shownBy: 'test/integration/apply/taken-runbook-name.test.ts',
  },
  {
    id: 'webhooks-of-any-type',
    claim:
      'A runbook cannot have the name of a webhook of another type. Without `type`, `/Webhook?showall=true` lists webhooks of every type; that is only used to foresee a name conflict.',
    certainty: 'inferred',
    source: 'runbooks and webhooks share a route and its `type` filter',
    shownBy: 'test/integration/apply/taken-runbook-name.test.ts',
  },
  {
    id: 'runbook-details',
    claim: '`/Webhook/{id}?includedetails=true` returns the steps and their edges.',
    certainty: 'proven',
    source: 'runs on a live tenant',
    shownBy: RUNBOOK_TEST,
    check: (evidence) =>
      verdict(has(answerOf(evidence, /^GET \/api\/Webhook\/\{id\}\?includedetails/), 'steps'), {
        yes: 'They were told.',
        no: 'They were not told: the answer has no steps.',
        unseen: 'There is no runbook yet.',
      }),
  },
  {
    id: 'runbook-events-dropped',
    claim: '`events` of a runbook is a view: what is posted there is silently dropped.',
    certainty: 'proven',
    source: 'runs on a live tenant',
    shownBy: RUNBOOK_TEST,
  },
  {
    id: 'runbook-inactive',
    claim: 'A runbook that is not active never starts.',
    certainty: 'proven',
    source: 'runs on a live tenant',
    shownBy: 'sandbox/test/runbook-runs.test.ts',
    check: ({ live }) =>
      verdict(isOneOf(live.runbook, 'active', true), {
        yes: 'Ours is active.',
        no: 'Ours is switched off.',
        unseen: 'There is no runbook yet.',
      }),
  },
  {
    id: 'runbook-start',
    claim: '`runbook_start_type` 0 is a runbook that starts only from Halo, 1 one that has a public URL as well.',
    certainty: 'proven',
    source: 'runs on a live tenant',
    shownBy: 'test/unit/plan/first-run.test.ts',
  },
  {
    id: 'runbook-disabled',
    claim: 'Halo disables a runbook itself (`disabled`) after `auto_disable_attempts` failures; 0 is never.',
    certainty: 'documented',
    source: "Halo's API document",
    shownBy: PLAN_TEST,
    check: ({ live }) =>
      verdict(isOneOf(live.runbook, 'disabled', false), {
        yes: 'Ours is not disabled.',
        no: 'Ours is disabled.',
        unseen: 'The runbook does not tell it.',
      }),
  },
  {
    id: 'runbook-disabled-start',
    claim: 'A runbook that Halo has disabled does not start; `disabled: false` enables it again.',
    certainty: 'inferred',
    source: 'the name of the field',
    shownBy: 'sandbox/test/runbook-runs.test.ts',
  },
  {
    id: 'import-from-json',
    claim: '"Import from JSON" finds the method of a step by its GUID, and treats ids that are null as new.',
    certainty: 'proven',
    source: "Halo's web pages",
    shownBy: RUNBOOK_TEST,
  },
  {
    id: 'import-integration',
    claim: 'The import of a custom integration takes the methods within it, and keeps their GUIDs.',
    certainty: 'inferred',
    source: 'the import of runbooks, which finds methods by GUID',
    shownBy: 'test/integration/export/import.test.ts',
  },
];
