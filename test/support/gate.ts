import type { Intercept, SandboxRequest } from '../../sandbox/sandbox.ts';

/** Lets requests wait until the test opens it. */
export interface Gate {
  open(): void;
  /** Resolves when the first request waits. */
  readonly arrived: Promise<void>;
  /** Lets some requests wait; without a condition, all. */
  holding(which?: (request: SandboxRequest) => boolean): Intercept;
}

/** A gate that is closed. */
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
