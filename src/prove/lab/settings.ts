import type { Id } from '../../engine/resource.ts';

/** What experiments need to know about the accounts. */
export interface LabSettings {
  /** The Halo product's name in messages. */
  readonly product: string;
  /** Type of the alert sources: `HALOITSM` or `HALOPSA`. */
  readonly integrationType: string;
  /** URL of the tenant, without `/api`. */
  readonly haloUrl: string;
  /** Origin of ilert's API. */
  readonly ilertEndpoint: string;
  /** The escalation policy that is notified of alerts. */
  readonly policy: Id;
  /** What the tenant requires in a ticket, if the user has named it. */
  readonly ticketType?: number | undefined;
  readonly client?: number | undefined;
}
