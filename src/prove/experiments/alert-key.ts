import { isKeyOf } from '../../diagnostics/verify/alert-of-ticket.ts';
import { STATUS } from '../alert-lab.ts';
import { confirmed, contradicted, defineExperiment, notObserved, verdict } from '../experiment.ts';

/** Posts the events of two tickets and closes one of them. */
export const alertKey = defineExperiment({
  id: 'alert-key',
  title: 'the key of an alert, and what a closed ticket without an alert does',
  facts: ['ilert-alert-key', 'ilert-closed-without-alert'],
  cost: { alerts: 1, requests: 30, minutes: 1 },
  async run(lab, observe) {
    const { alerts } = lab;
    const source = await alerts.source('key');
    await alerts.send(source, { id: 901, status: STATUS.closed });
    await alerts.send(source, { id: 902 });
    const alert = await alerts.until(source, ({ summary }) => summary.includes('902'));
    if (!alert) {
      observe('ilert-alert-key', notObserved('No alert was created.'));
      observe('ilert-closed-without-alert', notObserved('No alert was created for an open ticket either.'));
      return;
    }
    observe(
      'ilert-alert-key',
      verdict(isKeyOf(alert.alertKey, 902), {
        yes: "The alert's key is the ID of the ticket.",
        no: "The alert's key is not the ID of the ticket.",
        unobserved: 'The account does not show the key.',
      }),
    );
    // ilert processes the events of a source in order.
    const all = await alerts.of(source);
    observe(
      'ilert-closed-without-alert',
      all.some(({ summary }) => summary.includes('901'))
        ? contradicted('The event of a closed ticket created an alert.')
        : confirmed('The event of a closed ticket created no alert.'),
    );
  },
});
