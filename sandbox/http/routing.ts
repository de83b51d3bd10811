import { Refusal } from './refusal.ts';
import type { Route } from './service.ts';

interface Match {
  route: Route;
  params: Record<string, string>;
}

/**
 * Finds the route of a request. Fixed segments win over `:names`.
 *
 * @throws Refusal 404 for an unknown path, 405 if the path does not accept the method
 */
export function findRoute(routes: readonly Route[], method: string, path: string): Match {
  const matches = routes.flatMap((route) => {
    const params = matchPath(route.path, path);
    return params ? [{ route, params }] : [];
  });
  const ofPath = matches.filter((match) => placeholders(match) === Math.min(...matches.map(placeholders)));
  if (ofPath.length === 0) throw new Refusal(404, `There is no ${path}.`);
  const match = ofPath.find(({ route }) => route.method === method);
  if (!match) {
    const allowed = ofPath.map(({ route }) => route.method).join(', ');
    throw new Refusal(405, `${path} does not take ${method}, only ${allowed}.`, { headers: { allow: allowed } });
  }
  return match;
}

function placeholders({ params }: Match): number {
  return Object.keys(params).length;
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const expected = pattern.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of expected.entries()) {
    const value = actual[index] ?? '';
    if (segment.startsWith(':') && value !== '') params[segment.slice(1)] = decoded(value);
    else if (segment !== value) return undefined;
  }
  return params;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
