import { ApiError } from '../../errors/api-error.ts';
import { Secret } from '../../secret/secret.ts';
import { stepNames } from './step-names.ts';
import { failed } from './steps.ts';
import { bodyOf, type TestTicket } from './test-ticket.ts';
import { rowOf, type Verification } from './verification.ts';

/** Verifies what it can without an event, so that nobody is paged. @throws VerificationFailed */
export async function verifyWithoutPaging(verification: Verification, ticket: TestTicket): Promise<void> {
  const { recorder, product, live } = verification;
  await recorder.step(stepNames(product).payload, async () => assertPayload(verification, ticket));
  // If Halo is not read, its integration key is not known.
  if (live.method)
    await recorder.step(`The integration key used by ${product} is valid`, () => assertKey(verification));
}

function assertPayload(verification: Verification, ticket: TestTicket): void {
  try {
    JSON.parse(bodyOf(verification, ticket));
  } catch {
    const message = 'The payload is not valid JSON when a ticket contains quotes or line breaks.';
    const hint = 'In your payload, use <<…>> without quotes instead of "<<…!>>", then run: ilert-haloitsm apply';
    throw failed('payload-not-escaped', 'payload', message, hint);
  }
}

/** ilert also finds an alert source by its integration key. */
async function assertKey({ clients, live, product }: Verification): Promise<void> {
  const { path } = rowOf(live, 'method');
  const revealed = path instanceof Secret ? path.reveal() : String(path);
  await clients.ilert.alertSource(revealed.slice(revealed.lastIndexOf('/') + 1)).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    const message = `ilert has no alert source with the integration key that ${product} uses.`;
    throw failed('integration-key-unknown', 'delivery', message, 'Check the alert source in ilert.');
  });
}
