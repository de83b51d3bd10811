import type { Settings } from '../config/settings.ts';
import { type Fields, objectsIn } from '../engine/values.ts';
import { customIntegration } from '../providers/halo/custom-integration.ts';
import { method } from '../providers/halo/method.ts';
import { runbook } from '../providers/halo/runbook.ts';
import type { AlertSourceRow } from '../providers/ilert/schemas.ts';
import { referencesOffline } from '../providers/resolve-references.ts';
import { guidOf } from './guid.ts';

/** For a new row, whose id Halo assigns. */
const NO_ID = { id: null };

/**
 * Returns the custom integration with its method, in the format of "Import from JSON" (facts `import-from-json`,
 * `import-integration`). Tickets are sent to the URL of the alert source.
 */
export function integrationDocument(settings: Settings, source: AlertSourceRow) {
  const desired = { settings, references: referencesOffline(settings) };
  const live = { 'alert-source': source };
  const integration = customIntegration.desired(desired, live);
  const guid = guidOf('custom integration', settings['halo.integrationName']);
  const called = method.desired(desired, {
    ...live,
    'custom-integration': { id: guid, resourcebaseurl: integration.resourcebaseurl },
  });
  return {
    ...NO_ID,
    guid,
    ...integration,
    methods: [{ ...NO_ID, guid: methodGuid(settings), ...called, integration_id: null }],
    _is_new: true,
  };
}

/** Returns the runbook in the format of "Import from JSON": rows have no ids, and the method is found by its GUID. */
export function runbookDocument(settings: Settings): Fields {
  // Its recipient has to be set by hand after the import.
  const desired = { settings, references: { ...referencesOffline(settings), failureRecipient: undefined } };
  const wanted = runbook.desired(desired, { method: { id: methodGuid(settings) } });
  return { ...NO_ID, ...wanted, steps: objectsIn(wanted.steps).map(stepByGuid), _is_new: true };
}

function stepByGuid({ auto_action_type: methodOfStep, actions, ...step }: Fields): Fields {
  return {
    ...NO_ID,
    fdid: null,
    chatprofile_id: null,
    ...step,
    ...(methodOfStep !== undefined && { auto_action_type_guid: methodOfStep }),
    actions: objectsIn(actions).map((edge) => ({ ...NO_ID, chatprofile_id: null, ...edge })),
  };
}

function methodGuid(settings: Settings): string {
  return guidOf('method', settings['halo.integrationName'], settings['halo.methodName']);
}
