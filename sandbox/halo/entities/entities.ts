import type { FieldTable } from './field-table.ts';
import { integrationFields } from './integration-fields.ts';
import { runbookFields } from './runbook-fields.ts';
import { ticketFields } from './ticket-fields.ts';

/** Every entity a client may send, as Halo's document of September 2024 describes it. */
export const entityFields = { ...integrationFields, ...runbookFields, ...ticketFields } satisfies Record<
  string,
  FieldTable
>;

/** Name of an entity, as in Halo's document. */
export type EntityName = keyof typeof entityFields;
