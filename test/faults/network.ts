import dns from 'node:dns';
import { request } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { generate } from 'selfsigned';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type Disturber, inOrder, type Seen } from './inject.ts';

/** Disturbs connections. It changes this process's name lookup and trust until it is closed. */
export interface NetworkDisturber extends Disturber {
  close(): Promise<void>;
}

const SERVICES = ['ilert', 'halo'] as const;
const hostOf = (service: Seen['service']) => `${service}.faults.test`;
const serviceOf = (host: string) => SERVICES.find((service) => hostOf(service) === host);

/**
 * Puts https in front of both services, under its own names. No connection is reused, so each request has its own
 * lookup and handshake.
 */
export async function networkDisturber(sandbox: Sandbox): Promise<NetworkDisturber> {
  const [trusted, stranger] = [await certificate('trusted'), await certificate('stranger')];
  const shown = { trusted: createSecureContext(trusted), stranger: createSecureContext(stranger) };
  let seen: Seen[] = [];
  let nextOf = inOrder([]);
  /** Faults of upcoming handshakes, decided when their names were looked up. */
  const shaking = new Map<Seen['service'], ('certificate' | 'handshake' | undefined)[]>(
    SERVICES.map((service) => [service, []]),
  );

  const fronts = await Promise.all(
    SERVICES.map(async (service) => {
      const shake = (_: string, tell: (error: Error | null, context?: SecureContext) => void) => {
        const fault = shaking.get(service)?.shift();
        if (fault === 'handshake') tell(new Error('broken off'));
        else tell(null, fault === 'certificate' ? shown.stranger : shown.trusted);
      };
      const options = { ...trusted, maxVersion: 'TLSv1.2', SNICallback: shake } as const;
      const server = https.createServer(options, (incoming, outgoing) => {
        const onward = request(
          sandbox[service].url + incoming.url,
          { method: incoming.method ?? 'GET', headers: incoming.headers, agent: false },
          (answer) => {
            outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, connection: 'close' });
            answer.pipe(outgoing);
          },
        );
        onward.on('error', () => outgoing.destroy());
        incoming.pipe(onward);
      });
      server.on('tlsClientError', () => undefined);
      await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
      return { server, url: `https://${hostOf(service)}:${(server.address() as AddressInfo).port}` };
    }),
  );

  const { lookup } = dns;
  const { ca } = https.globalAgent.options;
  dns.lookup = looking as typeof dns.lookup;
  https.globalAgent.options.ca = trusted.cert;
  https.globalAgent.options.maxCachedSessions = 0;
  (https.globalAgent as unknown as { maxCachedSessions: number }).maxCachedSessions = 0;
  const [ilert, halo] = fronts;
  const plain = sandbox.halo.state.origin;

  return {
    flags: [],
    env: { ILERT_ENDPOINT: ilert?.url ?? '', HALO_URL: halo?.url ?? '' },
    arm(misfortunes) {
      seen = [];
      nextOf = inOrder(misfortunes);
      for (const coming of shaking.values()) coming.length = 0;
      sandbox.halo.state.origin = halo?.url ?? '';
      return seen;
    },
    disarm() {
      nextOf = inOrder([]);
      sandbox.halo.state.origin = plain;
    },
    async close() {
      dns.lookup = lookup;
      https.globalAgent.options.ca = ca;
      await Promise.all(
        fronts.map(({ server }) => {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        }),
      );
    },
  };

  /** One lookup is one connection, and so one attempt at a request. */
  function looking(host: string, options: { all?: boolean }, tell: (...told: unknown[]) => void): void {
    const service = serviceOf(host);
    if (!service) {
      (lookup as (...given: unknown[]) => void)(host, options, tell);
      return;
    }
    const misfortune = nextOf(service);
    const answer = misfortune?.fault.answer;
    seen.push({ service, method: '?', path: '?', ...(misfortune && { fault: misfortune.fault }) });
    if (answer?.kind === 'lookup') {
      const error = Object.assign(new Error(`getaddrinfo ${answer.code} ${host}`), {
        code: answer.code,
        syscall: 'getaddrinfo',
        hostname: host,
      });
      process.nextTick(tell, error);
      return;
    }
    const isShaken = answer?.kind === 'certificate' || answer?.kind === 'handshake';
    shaking.get(service)?.push(isShaken ? answer.kind : undefined);
    const address = { address: '127.0.0.1', family: 4 };
    process.nextTick(tell, null, ...(options.all ? [[address]] : [address.address, address.family]));
  }
}

/** Creates a certificate with its own authority, for both names. */
async function certificate(name: string): Promise<{ key: string; cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: SERVICES.map((service) => ({ type: 2, value: hostOf(service) })) },
    ],
  });
  return { key, cert };
}
