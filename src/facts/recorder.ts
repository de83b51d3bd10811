import type { HttpEvent } from '../http/request.ts';
import { type Readings, readingsOf } from './readings.ts';
import { routeOf } from './route.ts';
import { merged, type Shape, shapeOf } from './shape.ts';

/** The answers of one route in a run. */
export interface RecordedRoute {
  readonly route: string;
  readonly statuses: ReadonlyMap<number, number>;
  /** How often a request was repeated. */
  readonly retries: number;
  /** Answers without JSON: an empty one after a deletion, or a web page. */
  readonly withoutJson: number;
  /** Shape of the successful answers. */
  readonly answer?: Shape;
  /** Shape of the others. */
  readonly refusal?: Shape;
}

/** Records routes, statuses and shapes of a run; it keeps no values. */
export interface Recorder {
  readonly listen: (event: HttpEvent) => void;
  /** By route, in the order of their first requests. */
  readonly routes: ReadonlyMap<string, RecordedRoute>;
  readonly readings: () => Readings;
}

/** Created only if a report is requested: other runs record nothing. */
export function createRecorder(): Recorder {
  const routes = new Map<string, RecordedRoute>();
  let readings: Readings = {};

  return {
    routes,
    readings: () => readings,
    listen(event) {
      const route = routeOf(event.method, event.url);
      const before: RecordedRoute = routes.get(route) ?? { route, statuses: new Map(), retries: 0, withoutJson: 0 };
      if (event.type === 'retrying') {
        routes.set(route, { ...before, retries: before.retries + 1 });
        return;
      }
      const { status, method, url } = event;
      const { body, isJson } = event.read();
      const isGood = status >= 200 && status < 300;
      const which = isGood ? 'answer' : 'refusal';
      const known = before[which];
      const shape = isJson ? shapeOf(body) : undefined;
      routes.set(route, {
        ...before,
        statuses: new Map(before.statuses).set(status, (before.statuses.get(status) ?? 0) + 1),
        withoutJson: before.withoutJson + (isJson ? 0 : 1),
        ...(shape && { [which]: known ? merged(known, shape) : shape }),
      });
      if (isGood && isJson) readings = { ...readings, ...readingsOf(method, url, body) };
    },
  };
}
