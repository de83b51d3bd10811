/** Facts that are not proven and that no experiment can show, each with the reason. */
export const UNPROVABLE: Readonly<Record<string, string>> = {
  'halo-own-domain': 'A tenant uses one domain; who owns the others is not for its API to say.',
  'halo-auth-info-forms': 'A tenant answers in one form, and `status --report` shows which one.',
  'halo-application': 'An API application can only be created on a page.',
};
