import type { HttpEvent } from '../http/request.ts';
import { type Readings, readingsOf } from './readings.ts';
import { routeOf } from './route.ts';
import { merged, type Shape, shapeOf } from './shape.ts';

/** What a run recorded about one route. */
export interface RecordedRoute {
  readonly route: string;
  readonly statuses: ReadonlyMap<number, number>;
  /** How many requests were retried. */
  readonly retries: number;
  /** How many answers had no JSON: an empty body after a deletion, or a web page. */
  readonly withoutJson: number;
  /** The shape of successful answers. */
  readonly answer?: Shape;
  /** The shape of other answers. */
  readonly refusal?: Shape;
}

/** Records the routes, statuses and shapes of a run, but no values. */
export interface Recorder {
  readonly listen: (event: HttpEvent) => void;
  /** By route, in the order of their first requests. */
  readonly routes: ReadonlyMap<string, RecordedRoute>;
  readonly readings: () => Readings;
}

/** Creates a recorder. Only runs that write a report have one; others record nothing. */
export function createRecorder(): Recorder {
  const routes = new Map<string, RecordedRoute>();
  let readings: Readings = {};

  return {
    routes,
    readings: () => readings,
    listen(event) {
      if (event.type === 'unanswered') return;
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
