/** How a tenant answers lists; tenants differ in that (facts `halo-lists`, `halo-pages`). */
export interface ListStyle {
  /** Whether lists are arrays, or objects with one in them; undefined: as each route usually does. */
  wrapped: boolean | undefined;
  /** Whether an object has the number of rows of the whole list. */
  counts: boolean;
  /** Whether `pageinate` is respected, or ignored as an unknown parameter. */
  pages: boolean;
  /** Rows of a list that is not asked for by page; undefined: all of them. */
  usualPage: number | undefined;
  /** Whether parameters such as `webhook_id` and `type` filter, or are ignored. */
  filters: boolean;
  /** Whether fields that are null are left out of rows. */
  omitsNulls: boolean;
  /** Fields that no row of a list has; who wants them reads the row by itself. */
  leavesOut: readonly string[];
}

/** How most tenants answer lists. */
export const USUAL_LISTS: ListStyle = {
  wrapped: undefined,
  counts: true,
  pages: true,
  usualPage: undefined,
  filters: true,
  omitsNulls: false,
  leavesOut: [],
};
