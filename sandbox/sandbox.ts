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

export { type Contradiction, contradictions } from './contradictions.ts';
export { importIntegration, importRunbook } from './halo/import.ts';
export type { HaloState } from './halo/state.ts';
export type { Intercept, Interception, RecordedRequest, SandboxRequest } from './http/requests.ts';
export { growAccount } from './ilert/seed.ts';
export type { IlertState } from './ilert/state.ts';
export type { HaloErrorFormat, HaloSignIn, ProductName, SandboxOptions } from './options.ts';

/** Both running services. */
export interface Sandbox {
  product: ProductName;
  ilert: {
    /** Origin, such as `http://127.0.0.1:1234`; the API is under `/api`. */
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
    /** Makes waiting runs start their next attempt now; `state.idle()` waits for them. */
    retryNow(): void;
  };
  /** Requests to both services, in order of arrival. */
  requests: RecordedRequest[];
  /** The number of writes among the requests. */
  writes(): number;
  /** Can be set at any time. */
  intercept: Intercept | undefined;
  /** Stops both services at once and destroys open connections. */
  close(): Promise<void>;
}

/**
 * Starts both services on 127.0.0.1, each with a small account.
 *
 * @returns their URLs, credentials and rows, and all requests to them
 * @throws if a fixed port is in use
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? Date.now;
  const requests: RecordedRequest[] = [];
  const ilert = new IlertState(now, options.contradict);
  const halo = new HaloState(now, options.contradict);
  const withOthers = options.others ?? true;
  seedIlert(ilert, withOthers);
  seedHalo(halo, withOthers);
  const engine = new RunbookEngine(halo, options.haloRetries ?? { attempts: 3, milliseconds: 60_000 });
  const product = options.product ?? 'haloitsm';
  const token = options.ilertToken ?? `${ilert.contradicts('ilert-key-forms') ? '' : 'il1api'}${secret()}`;
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
