import type { Intercept, SandboxRequest } from '../../sandbox/sandbox.ts';

/** Holds requests until the test opens it. */
export interface Gate {
  open(): void;
  /** Resolves when the first request is waiting. */
  readonly arrived: Promise<void>;
  /** Holds the requests that match; without a condition, all. */
  holding(which?: (request: SandboxRequest) => boolean): Intercept;
}

/** Creates a closed gate. */
export function gate(): Gate {
  let open: () => void = () => undefined;
  let reached: () => void = () => undefined;
  const opened = new Promise<undefined>((resolve) => {
    open = () => resolve(undefined);
  });
  const arrived = new Promise<void>((resolve) => {
    reached = resolve;
  });
  return {
    open: () => open(),
    arrived,
    holding:
      (which = () => true) =>
      (request) => {
        if (!which(request)) return undefined;
        reached();
        return opened;
      },
  };
}
