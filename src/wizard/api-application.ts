/**
 * How an API application is made in HaloITSM (fact `halo-application`).
 *
 * @param product HaloITSM or HaloPSA
 * @param url its address
 */
export function apiApplicationSteps(product: string, url: string): string {
  return [
    '',
    `An API application, made once by an administrator of ${product}:`,
    `  1. Open ${url} > Configuration > Integrations > Halo API.`,
    '  2. Under Applications choose New, and give it a name such as "ilert".',
    '  3. Authentication method: Client ID and Secret (Services). Note the client ID and the client secret: the secret is shown once.',
    '  4. Login type: Agent. Choose an agent whose role may configure integrations, runbooks and notifications.',
    '  5. Permissions: all. Save.',
    '',
  ].join('\n');
}
