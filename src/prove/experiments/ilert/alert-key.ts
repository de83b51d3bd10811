import { alertOf } from '../../../diagnostics/verify/alert-of-ticket.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';
import { STATUS } from '../../lab/alert-lab.ts';

const OPEN = 902;
const CLOSED = 901;
/** Seconds in which the event of the closed ticket, which came first, is surely processed as well. */
const GRACE = 6;

/** Posts the events of two tickets, of which one is closed and has no alert. */
export const alertKey = defineExperiment({
  id: 'alert-key',
  title: 'which key an alert has, and what closing a ticket without an alert does',
  facts: ['ilert-alert-key', 'ilert-closed-without-alert'],
  cost: { creates: ['alert-source'], alerts: 2, requests: 40, minutes: 1 },
  async run(lab, observe) {
    const { alerts } = lab;
    const source = await alerts.source('key');
    // Without the ID, so that a key made of the summary does not contain it.
    const closed = { id: CLOSED, summary: lab.name('closed ticket'), status: STATUS.closed };
    const open = { id: OPEN, summary: lab.name('open ticket') };
    await alerts.send(source, closed);
    await alerts.send(source, open);
    const alert = await alerts.until(source, (each) => alertOf([each], open) !== undefined);
    if (!alert) {
      observe('ilert-alert-key', notObserved('No alert was created.'));
      observe('ilert-closed-without-alert', notObserved('No alert was created for an open ticket either.'));
      return;
    }
    observe('ilert-alert-key', judgeKey(alert.alertKey, OPEN));
    await lab.wait(GRACE);
    observe(
      'ilert-closed-without-alert',
      alertOf(await alerts.of(source), closed)
        ? contradicted('The event of a closed ticket created an alert.')
        : confirmed('The event of a closed ticket created no alert, and that of an open one created one.'),
    );
  },
});

/** Says whether the key of an alert is the ID of its ticket. Pure. */
export function judgeKey(key: string | undefined, ticket: number): Verdict {
  if (key === undefined || key === '') return notObserved('The account does not show the key.');
  if (key === String(ticket)) return confirmed("The alert's key is the ID of the ticket.");
  return key.split(/\D+/).includes(String(ticket))
    ? contradicted("The alert's key contains the ID of the ticket, and more.")
    : contradicted("The alert's key is not the ID of the ticket.");
}
