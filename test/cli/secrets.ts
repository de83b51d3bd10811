import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { RunResult } from '../support/cli.ts';
import { filesBelow } from './files-below.ts';

/** Characters that look different in a URL, a form, JSON or a shell. */
export const API_TOKEN = 'il1apiQ7x/+=&%"!*()~Zk90';
export const CLIENT_SECRET = `hal0S3c/+=&%"'!*()~<x>\\Wq71`;

/** Enough of a secret to recognise it. */
const TELLING = 9;

/** Returns every written form of a secret, and its recognisable beginning and end. */
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

/** Returns every secret of this sandbox so far: those given, and those that the services issued. */
export function secretsOf({ ilert, halo }: Sandbox): string[] {
  const keys = ilert.state.alertSources.map(({ integrationKey }) => integrationKey);
  return [ilert.token, halo.clientSecret, ...halo.state.tokens.keys(), ...keys];
}

/** Expects no secret in either stream or in any file of the run's folder, in any form. */
export function expectNoSecret(
  ran: RunResult,
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
