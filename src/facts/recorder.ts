import type { HttpEvent } from '../http/request.ts';
import { type Readings, readingsOf } from './readings.ts';
import { routeOf } from './route.ts';
import { merged, type Shape, shapeOf } from './shape.ts';

/** What one route answered in a run. */
export interface RouteSeen {
  readonly route: string;
  /** How often each status came. */
  readonly statuses: ReadonlyMap<number, number>;
  /** How often it had to be asked again. */
  readonly retries: number;
  /** Answers without JSON: nothing after a deletion, or a web page. */
  readonly withoutJson: number;
  /** Of the answers that said yes. */
  readonly answer?: Shape;
  /** Of those that did not. */
  readonly refusal?: Shape;
}

/** Listens to a run and keeps routes, statuses and shapes; no value stays in it. */
export interface Recorder {
  /** For `connect`. */
  readonly listen: (event: HttpEvent) => void;
  /** By route, in the order in which they were first asked. */
  readonly routes: ReadonlyMap<string, RouteSeen>;
  readonly readings: () => Readings;
}

/** Only made where a report is asked for: a run without one keeps nothing. */
export function createRecorder(): Recorder {
  const routes = new Map<string, RouteSeen>();
  let readings: Readings = {};

  function seen(method: string, url: string): RouteSeen {
    const route = routeOf(method, url);
    return routes.get(route) ?? { route, statuses: new Map(), retries: 0, withoutJson: 0 };
  }

  return {
    routes,
    readings: () => readings,
    listen(event) {
      const before = seen(event.method, event.url);
      if (event.type === 'retrying') {
        routes.set(before.route, { ...before, retries: before.retries + 1 });
        return;
      }
      const { status, method, url } = event;
      const { body, isJson } = event.read();
      const isGood = status >= 200 && status < 300;
      const which = isGood ? 'answer' : 'refusal';
      const known = before[which];
      const shape = isJson ? shapeOf(body) : undefined;
      routes.set(before.route, {
        ...before,
        statuses: new Map(before.statuses).set(status, (before.statuses.get(status) ?? 0) + 1),
        withoutJson: before.withoutJson + (isJson ? 0 : 1),
        ...(shape && { [which]: known ? merged(known, shape) : shape }),
      });
      if (isGood && isJson) readings = { ...readings, ...readingsOf(method, url, body) };
    },
  };
}
