import { randomBytes } from 'node:crypto';
import { RunbookEngine } from './halo/runbooks/engine.ts';
import { seedHalo } from './halo/seed.ts';
import { haloService } from './halo/service.ts';
import { HaloState } from './halo/state.ts';
import type { Intercept, RecordedRequest } from './http/requests.ts';
import { startServer } from './http/server.ts';
import { seedIlert } from './ilert/seed.ts';
import { ilertService } from './ilert/service.ts';
import { IlertState } from './ilert/state.ts';
import type { ProductName, SandboxOptions } from './options.ts';

export { importIntegration, importRunbook } from './halo/import.ts';
export type { HaloState } from './halo/state.ts';
export type { Intercept, Interception, RecordedRequest, SandboxRequest } from './http/requests.ts';
export { growAccount } from './ilert/seed.ts';
export type { IlertState } from './ilert/state.ts';
export type { HaloErrorFormat, HaloSignIn, ProductName, SandboxOptions } from './options.ts';

/** Both services, running. */
export interface Sandbox {
  product: ProductName;
  ilert: {
    /** Origin, e.g. `http://127.0.0.1:1234`; the API is under `/api`. */
    url: string;
    token: string;
    state: IlertState;
  };
  halo: {
    /** Origin; the API is under `/api`, the authorisation server under `/auth`. */
    url: string;
    clientId: string;
    clientSecret: string;
    state: HaloState;
    /** Runs that wait for their next attempt make it now; `state.idle()` waits for them. */
    retryNow(): void;
  };
  /** Of both services, in the order they arrived. */
  requests: RecordedRequest[];
  /** How many of them are writes. */
  writes(): number;
  /** May be set at any time. */
  intercept: Intercept | undefined;
  /** Ends both services at once; open connections are destroyed. */
  close(): Promise<void>;
}

/**
 * Starts both services on 127.0.0.1, each with a small account of its own.
 *
 * @returns where they listen, their credentials, their rows and everything they were asked
 * @throws where a fixed port is taken
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? Date.now;
  const requests: RecordedRequest[] = [];
  const ilert = new IlertState(now);
  const halo = new HaloState(now);
  const withOthers = options.others ?? true;
  seedIlert(ilert, withOthers);
  seedHalo(halo, withOthers);
  const engine = new RunbookEngine(halo, options.haloRetries ?? { attempts: 3, milliseconds: 60_000 });
  const product = options.product ?? 'haloitsm';
  const token = options.ilertToken ?? `il1api${secret()}`;
  const clientId = options.haloClientId ?? secret();
  const clientSecret = options.haloClientSecret ?? secret();
  const application = { clientId, clientSecret, tokenLifetimeSeconds: options.haloTokenLifetimeSeconds ?? 3600 };

  let inForce: Intercept | undefined = options.intercept;
  const setting = { requests, now, intercept: () => inForce };
  const ilertServer = await startServer(ilertService(ilert, token, options), {
    ...setting,
    port: options.ilertPort ?? 0,
  });
  const haloServer = await startServer(haloService(halo, application, engine, options), {
    ...setting,
    port: options.haloPort ?? 0,
  }).catch(async (error: unknown) => {
    await ilertServer.close();
    throw error;
  });
  ilert.origin = ilertServer.origin;
  halo.origin = haloServer.origin;

  return {
    product,
    ilert: { url: ilertServer.origin, token, state: ilert },
    halo: { url: haloServer.origin, clientId, clientSecret, state: halo, retryNow: () => engine.retryNow() },
    requests,
    writes: () => requests.filter(({ write }) => write).length,
    get intercept() {
      return inForce;
    },
    set intercept(intercept) {
      inForce = intercept;
    },
    close: async () => {
      engine.close();
      await Promise.all([ilertServer.close(), haloServer.close()]);
    },
  };
}

function secret(): string {
  return randomBytes(24).toString('hex');
}
