import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Ran } from '../support/cli.ts';
import { filesBelow } from './files-below.ts';

/** Characters that look otherwise in a URL, a form, JSON or a shell. */
export const API_TOKEN = 'il1apiQ7x/+=&%"!*()~Zk90';
export const CLIENT_SECRET = `hal0S3c/+=&%"'!*()~<x>\\Wq71`;

/** Enough of a secret to know it by. */
const TELLING = 9;

/** A secret as it could be written down, and its telling beginning and end. */
function formsOf(secret: string): string[] {
  const forms = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ s: secret }).toString().slice(2),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
    JSON.stringify(secret).slice(1, -1),
  ];
  return [...new Set(forms.flatMap((form) => [form, form.slice(0, TELLING), form.slice(-TELLING)]))];
}

/** Every secret of this sandbox so far: what was given, and what the services handed out. */
export function secretsOf({ ilert, halo }: Sandbox): string[] {
  const keys = ilert.state.alertSources.map(({ integrationKey }) => integrationKey);
  return [ilert.token, halo.clientSecret, ...halo.state.tokens.keys(), ...keys];
}

/** Neither stream and no file of the run's folder holds any of the secrets, in any form. */
export function expectNoSecret(
  ran: Ran,
  folder: string,
  secrets: readonly string[],
  but: readonly string[] = [],
): void {
  const files = filesBelow(folder).filter((path) => !but.includes(path));
  const texts = [
    ['standard output', ran.stdout],
    ['standard error', ran.stderr],
    ...files.map((path) => [path, readFileSync(path, 'latin1')] as const),
  ] as const;
  for (const secret of secrets) {
    for (const form of formsOf(secret)) {
      const where = texts.find(([, text]) => text.includes(form));
      expect(where && `"${form}" is in ${where[0]}: ${where[1]}`).toBeUndefined();
    }
  }
}
