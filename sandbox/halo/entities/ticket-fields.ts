import { fieldTable } from './field-table.ts';

/** Tickets. */
export const ticketFields = {
  Faults: fieldTable({
    'int!': 'id',
    date: 'dateoccurred dateclosed dateassigned lastactiondate deadlinedate',
    string: `
      summary details client_name site_name user_name team category_1 category_2 reportedby oppcompanyname
      details_html workflow_name`,
    int: `
      status_id tickettype_id sla_id priority_id client_id site_id user_id agent_id organisation_id department_id
      impact urgency source`,
    bool: 'dont_do_rules',
  }),
};
