import { guidOf } from '../../../export/guid.ts';
import type { Raw } from '../../../providers/row-reader.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';
import { ifRefused } from '../../lab/refused.ts';
import { isSame } from '../../lab/rows.ts';

/** Posts a custom integration with a method, in the form that Halo's page posts after "Import from JSON". */
export const integrationImport = defineExperiment({
  id: 'integration-import',
  title: 'whether an imported integration has its methods, with their GUIDs',
  facts: ['import-integration'],
  cost: { creates: ['integration', 'method'], requests: 10, minutes: 0.1 },
  async run(lab, observe) {
    const name = lab.name('import');
    const method = { guid: guidOf('method', name), name: lab.name('imported method') };
    const integration = await lab
      .create('integration', {
        id: null,
        guid: guidOf('custom integration', name),
        name,
        authorizationtype: 0,
        resourcebaseurl: `${lab.settings.haloUrl}/`,
        methods: [
          {
            id: null,
            ...method,
            integration_id: null,
            path: 'api/AuthInfo',
            method: 0,
            requesttype: 0,
            responsetype: 0,
            authorizationtype: -1,
            requestbody: '',
          },
        ],
        _is_new: true,
      })
      .catch(ifRefused);
    if (!integration) {
      observe(
        'import-integration',
        notObserved("The document was refused through the API; Halo's page may post it in another form."),
      );
      return;
    }
    const { rows } = await lab.clients.halo.everyRow(`/CustomIntegrationMethod?integration_id=${integration.id}`);
    const ours = rows.filter((row) => row.name === method.name);
    for (const row of ours) await lab.claim('method', row);
    observe('import-integration', importInWords(ours, method.guid));
  },
});

/** Judges the methods that came with an integration. Pure. @param rows methods with the name of the imported one */
export function importInWords(rows: readonly Raw[], guid: string): Verdict {
  const [row] = rows;
  if (!row)
    return notObserved(
      "The integration was created without its method; Halo's page may import methods in another way.",
    );
  if (typeof row.guid !== 'string') return notObserved('The method was imported, and is listed without a GUID.');
  return isSame(row.guid, guid)
    ? confirmed('The method was imported with the integration, and kept its GUID.')
    : contradicted('The method was imported with the integration, and got another GUID.');
}
