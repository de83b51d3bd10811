import { ApiError } from '../../errors/api-error.ts';
import { ExitCode } from '../../errors/cli-error.ts';
import type { Service } from '../../http/service.ts';
import type { EventRow, WebhookRow } from './schemas.ts';

/** How much of a value an error shows. */
const LONGEST_SHOWN = 60;

/**
 * Checks that the steps of a runbook of ours are a list, or none: a write replaces all of them.
 *
 * @throws ApiFault that names the runbook and what stands in the place of its steps
 */
export function withSteps(service: Service): (runbook: WebhookRow) => WebhookRow {
  return (runbook) => {
    const { id, name, steps } = runbook;
    if (steps === undefined || steps === null || Array.isArray(steps)) return runbook;
    throw new ApiError(
      {
        message: `${service.name} answered for the runbook "${name}" (id ${id}) that its steps are ${shown(steps)}, which is not a list.`,
        hint: 'Nothing was changed. Open the runbook in the product: if its flow chart is right there, please report this.',
      },
      ExitCode.failed,
    );
  };
}

/**
 * Checks that an event of a runbook of ours tells which one it is: one that is not recognised would be made a second time.
 *
 * @throws ApiFault that names the event and what stands in the place of its number
 */
export function withEventNumber(service: Service): (event: EventRow) => EventRow {
  return (event) => {
    const { id, name, eventno } = event;
    if (eventno === undefined || eventno === null || typeof eventno === 'number') return event;
    throw new ApiError(
      {
        message: `${service.name} answered for the event "${name}" (id ${id}) of the runbook that its eventno is ${shown(eventno)}, which is not a number.`,
        hint: 'Nothing was changed. Open the events of the runbook in the product: if they are right there, please report this.',
      },
      ExitCode.failed,
    );
  };
}

function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > LONGEST_SHOWN ? `${json.slice(0, LONGEST_SHOWN)}…` : json;
}
