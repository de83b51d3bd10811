import { createHash } from 'node:crypto';

/** Namespace of this program's GUIDs (RFC 9562: any fixed UUID); changing it would change every exported file. */
const NAMESPACE = '6f1f8a0e-3c0b-5f0e-9a54-7b6f5d0c8a21';

/**
 * Returns a GUID that only depends on the names: UUID version 5 (RFC 9562, 5.5). So a second export writes the same
 * file, and a runbook finds the method of an earlier import. @param names kind and names, outermost first
 */
export function guidOf(...names: readonly string[]): string {
  const hash = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    // JSON keeps ["a", "bc"] and ["ab", "c"] apart.
    .update(JSON.stringify(names))
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
