import { ApiError } from '../../http/api-call.ts';
import { renderTemplate } from '../../payload/template.ts';
import type { Secret } from '../../secret/secret.ts';
import { VerificationFailed } from './steps.ts';
import { type TestTicket, ticketValues } from './test-ticket.ts';
import { rowOf, type Verification } from './verification.ts';

/**
 * Proves what can be proven without an event, so that nobody is paged.
 *
 * @throws ChainBroken where the chain is broken
 */
export async function verifyWithoutPaging(proof: Verification, ticket: TestTicket): Promise<void> {
  const { recorder } = proof;
  await recorder.step('The payload produces valid JSON', async () => assertPayload(proof, ticket));
  await recorder.step(`The integration key used by ${proof.product} is valid`, () => assertKey(proof));
}

function assertPayload({ live, now }: Verification, ticket: TestTicket): void {
  const template = String(rowOf(live, 'method').requestbody);
  const body = renderTemplate(template, ticketValues(template, ticket, new Date(now()).toISOString()));
  try {
    JSON.parse(body);
  } catch {
    throw new VerificationFailed({
      link: 'payload',
      severity: 'broken',
      message: 'The payload is not valid JSON when a ticket contains quotes or line breaks.',
      hint: 'In your payload, use <<…>> without quotes instead of "<<…!>>", then run: ilert-haloitsm apply',
      mendedByApply: false,
    });
  }
}

/** ilert finds an alert source by its key, too. */
async function assertKey({ clients, live }: Verification): Promise<void> {
  const path = (rowOf(live, 'method').path as Secret).reveal();
  const key = path.slice(path.lastIndexOf('/') + 1);
  await clients.ilert.alertSource(key).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    throw new VerificationFailed({
      link: 'delivery',
      severity: 'broken',
      message: 'ilert has no alert source with the integration key that is called.',
      hint: 'Look at the alert source in ilert.',
      mendedByApply: false,
    });
  });
}
