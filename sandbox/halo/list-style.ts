/** How a tenant answers lists. Tenants differ in this (facts `halo-lists`, `halo-pages`). */
export interface ListStyle {
  /** Whether lists are arrays or objects that contain one; undefined: as usual for each route. */
  wrapped: boolean | undefined;
  /** Whether an object includes the number of rows in the whole list. */
  counts: boolean;
  /** Whether `pageinate` is respected, or ignored as an unknown parameter. */
  pages: boolean;
  /** Rows of a list requested without paging; undefined: all of them. */
  usualPage: number | undefined;
  /** Whether parameters such as `webhook_id` and `type` filter, or are ignored. */
  filters: boolean;
  /** Whether rows omit null fields. */
  omitsNulls: boolean;
  /** Fields that lists omit. To get them, clients read the row by ID. */
  omittedFields: readonly string[];
}

/** How most tenants answer lists. */
export const USUAL_LISTS: ListStyle = {
  wrapped: undefined,
  counts: true,
  pages: true,
  usualPage: undefined,
  filters: true,
  omitsNulls: false,
  omittedFields: [],
};
