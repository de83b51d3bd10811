/** Facts that are not proven and that no experiment can show, each with the reason. */
export const UNPROVABLE: Readonly<Record<string, string>> = {
  'halo-own-domain': 'A tenant uses one domain; who owns the others is not for its API to say.',
  'halo-auth-info-forms': 'A tenant answers in one form, and `status --report` shows which one.',
  'halo-refusals-other':
    'An account gives its reasons in one of many forms, and all of them are read; a form that it does not use may still occur elsewhere.',
  'failure-notification-sent':
    'Halo would send its message to an agent, whose mailbox no API shows. Name an agent with --notify-on-failure, let the runbook fail, and look there.',
  'failure-ticket':
    'The tickets that Halo logs for failures may start the failing runbook again, in a loop, so no experiment sets the field.',
  'halo-application': 'An API application can only be created on a page.',
  'ilert-hidden-url': 'It takes a second user, who may not edit the alert source.',
  'ilert-not-visible': 'It takes a second user, who may not see something.',
  'ilert-open-enums': 'A new value can appear at any time; that there is none today shows nothing.',
  'ilert-limits': 'Whoever tries a limit uses it up for everything else in the account, and limits differ by account.',
};
