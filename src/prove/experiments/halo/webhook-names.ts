import { confirmed, contradicted, defineExperiment, notObserved } from '../../experiment.ts';
import { ifRefused } from '../../lab/refused.ts';
import { hasRow } from '../../lab/rows.ts';

/** Creates a webhook that is no runbook, and tries to give its name to a runbook. */
export const webhookNames = defineExperiment({
  id: 'webhook-names',
  title: 'whether a runbook can have the name of another webhook',
  facts: ['webhooks-of-any-type'],
  cost: { creates: ['integration', 'method', 'webhook'], requests: 20, minutes: 0.2 },
  async run(lab, observe) {
    const { runbooks } = lab;
    const integration = await runbooks.integration('names');
    const method = await runbooks.harmlessMethod(integration);
    const runbook = await runbooks.runbook('names', [method], { active: false });
    const webhook = await runbooks.webhook('names').catch(ifRefused);
    if (!webhook) {
      observe('webhooks-of-any-type', notObserved('The account accepts no webhook that is not a runbook.'));
      return;
    }
    // One with a name of its own was accepted, so a refusal is about the name.
    const namesake = await runbooks
      .runbook('names', [method], { active: false, fields: { name: webhook.name } })
      .catch(ifRefused);
    const { rows, isCut } = await lab.clients.halo.everyRow('/Webhook?showall=true');
    const lists = hasRow(rows, webhook.id) && hasRow(rows, runbook.id);
    if (namesake)
      observe(
        'webhooks-of-any-type',
        contradicted('A runbook was created with the name of a webhook of another type.'),
      );
    else if (!lists && isCut)
      observe(
        'webhooks-of-any-type',
        notObserved('A runbook with the name of another webhook was refused; only part of the list is shown.'),
      );
    else if (!lists)
      observe('webhooks-of-any-type', contradicted('The list of webhooks without `type` lacks those of a type.'));
    else
      observe(
        'webhooks-of-any-type',
        confirmed(
          'Halo refused a runbook with the name of a webhook of another type, and the list of webhooks without `type` contains both types.',
        ),
      );
  },
});
