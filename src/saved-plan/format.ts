/** Distinguishes a saved plan from any other JSON. */
export const SAVED_PLAN = 'ilert-haloitsm-plan';

/** The version of the format, and the only one that is read: what is compared must be what a reviewer was shown. */
export const FORMAT_VERSION = 1;
