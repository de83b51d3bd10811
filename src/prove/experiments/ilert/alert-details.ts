import { isDeepStrictEqual } from 'node:util';
import { alertOf } from '../../../diagnostics/verify/alert-of-ticket.ts';
import { isRaw, type Raw } from '../../../providers/row-reader.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';
import { STATUS } from '../../lab/alert-lab.ts';

/** Posts one ticket with fields of every kind, and reads the details of its alert. */
export const alertDetails = defineExperiment({
  id: 'alert-details',
  title: 'what the details of an alert contain',
  facts: ['ilert-custom-details'],
  cost: { creates: ['alert-source'], alerts: 1, requests: 20, minutes: 0.5 },
  async run(lab, observe) {
    const { alerts } = lab;
    const source = await alerts.source('details');
    const ticket = {
      id: 911,
      summary: lab.name('details'),
      details: 'Line 1\n"Line" 2',
      team: null,
      status: STATUS.new,
    };
    const payload = { ticket, list: [1, 'two'], flag: true };
    const status = await alerts.post(source, JSON.stringify(payload));
    const alert = await alerts.until(source, (each) => alertOf([each], ticket) !== undefined);
    if (!alert) {
      observe('ilert-custom-details', notObserved(`The event (HTTP ${status}) created no alert.`));
      return;
    }
    observe('ilert-custom-details', judgeDetails(payload, await alerts.detailed(alert)));
  },
});

/** Compares the details of an alert with the payload of its event. Pure. @param alert as ilert sends it */
export function judgeDetails(payload: Raw, { customDetails }: Raw): Verdict {
  if (customDetails === undefined || customDetails === null)
    return notObserved('The account shows no details of alerts.');
  if (!isRaw(customDetails)) return contradicted('The details of the alert are not an object.');
  const different = Object.keys(payload).filter((field) => !contains(customDetails[field], payload[field]));
  if (different.length === 0) return confirmed('The details of the alert are the payload of its event.');
  return contradicted(`The details of the alert lack or change fields of the payload: ${different.join(', ')}.`);
}

/** Whether a value is as it was posted. ilert may leave out nulls, and add fields. */
function contains(value: unknown, posted: unknown): boolean {
  if (posted === null) return value === null || value === undefined;
  if (!isRaw(posted)) return isDeepStrictEqual(value, posted);
  return isRaw(value) && Object.keys(posted).every((field) => contains(value[field], posted[field]));
}
