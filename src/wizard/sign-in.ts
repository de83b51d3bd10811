import type { FieldKey } from '../config/settings.ts';
import { Secret } from '../secret/secret.ts';
import { type Answers, knownText } from './answers.ts';
import type { WizardContext } from './context.ts';
import { knownProduct, productName } from './product.ts';

/** Signs in with the known credentials. @returns the questions, by ID, that are needed to sign in to the rest */
export async function questionsToSignIn(wizard: WizardContext, answers: Answers): Promise<ReadonlySet<string>> {
  const { prompter, checks, settings } = wizard;
  const secretOf = (key: FieldKey) => [settings[key], answers.values[key]].find((value) => value instanceof Secret);
  const key = secretOf('ilert.apiToken');
  const isSignedIn = key && (await prompter.wait('Checking API key…', () => checks.ilert(key))).ok;
  const ofIlert = isSignedIn ? [] : ['ilert-key'];
  if (answers.withoutHaloApi) return new Set(ofIlert);
  const secret = secretOf('halo.clientSecret');
  if (!secret) return new Set([...ofIlert, 'halo-client-secret']);
  const url = knownText(settings, answers, 'halo.url') ?? '';
  const clientId = knownText(settings, answers, 'halo.clientId') ?? '';
  const authUrl = knownText(settings, answers, 'halo.authUrl');
  const application = { url, authUrl, clientId, clientSecret: secret, product: knownProduct(wizard, answers) };
  const { ok } = await prompter.wait(`Signing in to ${productName(wizard, answers)}…`, () =>
    checks.haloApplication(application),
  );
  return new Set([...ofIlert, ...(ok ? [] : ['halo-client-id', 'halo-client-secret'])]);
}
