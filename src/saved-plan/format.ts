/** What tells a saved plan from any other JSON. */
export const SAVED_PLAN = 'ilert-haloitsm-plan';

/** The version of the format. Only this one is read: what a reviewer was shown must be what is compared. */
export const FORMAT_VERSION = 1;
