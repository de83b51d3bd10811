import { rowInWords } from '../../engine/resource.ts';
import { ApiError } from '../../errors/api-error.ts';
import { ExitCode } from '../../errors/cli-error.ts';
import type { Service } from '../../http/service.ts';
import type { EventRow, WebhookRow } from './schemas.ts';

/** The maximum length of a value in an error. */
const LONGEST_SHOWN = 60;

/** Checks that our runbook's steps are a list or missing, since a write replaces all of them. @throws ApiError */
export function withSteps(service: Service): (runbook: WebhookRow) => WebhookRow {
  return (runbook) => {
    const { id, name, steps } = runbook;
    if ((steps ?? undefined) === undefined || Array.isArray(steps)) return runbook;
    const problem = `the steps of the runbook ${rowInWords({ id, name })}: ${shown(steps)} is not a list`;
    throw unusable(service, problem, 'Open the runbook in the product: if its flow chart looks right');
  };
}

/** Checks that our runbook's event has a number. Without one, it would be created twice. @throws ApiError */
export function withEventNumber(service: Service): (event: EventRow) => EventRow {
  return (event) => {
    const { id, name, eventno } = event;
    if ((eventno ?? undefined) === undefined || typeof eventno === 'number') return event;
    const problem = `the number of the runbook's event ${rowInWords({ id, name })}: ${shown(eventno)} is not a number`;
    throw unusable(service, problem, 'Open the events of the runbook in the product: if they look right');
  };
}

function unusable({ name }: Service, problem: string, look: string): ApiError {
  const hint = `Nothing was changed. ${look}, please report this.`;
  return new ApiError(
    { code: 'api-answer-unusable', message: `${name} returned unusable data for ${problem}.`, hint },
    ExitCode.failed,
  );
}

function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > LONGEST_SHOWN ? `${json.slice(0, LONGEST_SHOWN)}…` : json;
}
