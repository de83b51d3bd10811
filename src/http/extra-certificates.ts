import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Environment } from '../env/environment.ts';
import { messageOf } from '../errors/cli-error.ts';

/**
 * Says what is wrong with the file of NODE_EXTRA_CA_CERTS, in sentences. Node.js ignores a file that it can't use, and
 * then trusts no connection that needs it.
 *
 * @param cwd the base of a relative path
 * @param onRead called with the path before the file is opened
 */
export async function certificatesProblem(
  env: Environment,
  cwd: string,
  onRead?: (path: string) => void,
): Promise<string | undefined> {
  const { NODE_EXTRA_CA_CERTS: path } = env;
  if (!path) return undefined;
  try {
    const absolute = resolve(cwd, path);
    onRead?.(absolute);
    const content = await readFile(absolute);
    if (content.includes('-----BEGIN ')) return undefined;
    return (
      `${path} (from NODE_EXTRA_CA_CERTS) contains no certificate in PEM format, so Node.js ignores it. ` +
      `Convert it: openssl x509 -inform der -in ${path} -out ca.pem`
    );
  } catch (error) {
    return `${path} (from NODE_EXTRA_CA_CERTS) can't be read, so Node.js ignores it: ${messageOf(error)}.`;
  }
}
