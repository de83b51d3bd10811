import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pointedAt, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { runBuilt } from './built-command.ts';
import { behindHttps } from './network.ts';

/** Starts both services behind https, with a certificate from a company's own authority. */
async function companyServices() {
  const [sandbox, cwd] = [await sandboxOfTest(), temporaryFolder()];
  const { ilertUrl, haloUrl, authority } = await behindHttps(sandbox);
  const file = join(cwd, 'authority.pem');
  writeFileSync(file, authority);
  return { sandbox, cwd, file, env: pointedAt(sandbox, { ILERT_ENDPOINT: ilertUrl, HALO_URL: haloUrl }) };
}

test('a certificate of an unknown authority ends with 1 and a sentence that names NODE_EXTRA_CA_CERTS', async () => {
  const { sandbox, env } = await companyServices();
  const { exitCode, stderr } = await runBuilt(['apply'], { env });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /^Error: Could not establish a secure connection to localhost:\d+: .*self-signed certificate/m,
  );
  expect(stderr).toContain('set NODE_EXTRA_CA_CERTS to its certificate file');
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(sandbox.requests).toEqual([]);
});

test('a certificate in DER is said to be one that Node.js ignores, with how to convert it', async () => {
  const { sandbox, env, file, cwd } = await companyServices();
  const der = join(cwd, 'authority.cer');
  const base64 = readFileSync(file, 'utf8').replace(/-----[A-Z ]+-----|\s/g, '');
  writeFileSync(der, Buffer.from(base64, 'base64'));
  const { exitCode, stderr } = await runBuilt(['apply'], { env: { ...env, NODE_EXTRA_CA_CERTS: der } });
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`Note: ${der} (from NODE_EXTRA_CA_CERTS) contains no certificate in PEM format`);
  expect(stderr).toContain(`openssl x509 -inform der -in ${der} -out ca.pem`);
  expect(sandbox.requests).toEqual([]);
});

test('with NODE_EXTRA_CA_CERTS the same services are set up', async () => {
  const { sandbox, env, file } = await companyServices();
  const { exitCode, stderr } = await runBuilt(['apply'], { env: { ...env, NODE_EXTRA_CA_CERTS: file } });
  expect(exitCode, stderr).toBe(0);
  expect(sandbox.writes()).toBe(6);
});
