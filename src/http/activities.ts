import { durationInWords } from '../text/duration.ts';

/** What a service is being asked for. */
export interface Activity {
  readonly service: string;
  /** What is listed, such as `escalation policies`; undefined if it is not a list. */
  readonly list?: string;
  readonly isSignIn?: boolean;
}

/** Why a run waits before its next request. */
export type HoldUp =
  | {
      readonly kind: 'retry';
      readonly service: string;
      /** In words: `connection refused`, `HTTP 503`. */
      readonly why: string;
      /** Whether the service has responded, with an error. */
      readonly hasResponded: boolean;
      readonly attempt: number;
      readonly maxAttempts: number;
    }
  | {
      readonly kind: 'rate-limit';
      readonly service: string;
      /** Such as `120 requests a minute per API key`. */
      readonly limit: string;
      /** Whether the wait may end sooner. */
      readonly isAtMost: boolean;
    };

/** Tracks what the services are currently doing, for the code that shows it. */
export interface Activities {
  /** Runs some work as a current activity. @param work reports how many rows of a list it has read */
  during<T>(activity: Activity, work: (read: (rows: number) => void) => Promise<T>): Promise<T>;
  /** Records a wait. Returns whether it is a new one: many requests may wait for the same reason. */
  holdUp(holdUp: HoldUp, milliseconds: number): boolean;
  /** Returns what to show now. @param text used unless there is a wait or a row count, which say more */
  inWords(text: string | undefined): string;
}

interface Running extends Activity {
  rows: number;
}

/** @param now milliseconds @param timeScale stretches or shortens waits; 1 for real services */
export function createActivities({
  now,
  timeScale,
}: {
  readonly now: () => number;
  readonly timeScale: number;
}): Activities {
  const running = new Set<Running>();
  let holdUps: readonly { readonly holdUp: HoldUp; readonly until: number }[] = [];
  const lasting = () => holdUps.filter(({ until }) => until > now());
  return {
    async during(activity, work) {
      const own: Running = { ...activity, rows: 0 };
      running.add(own);
      try {
        return await work((rows) => {
          own.rows = rows;
        });
      } finally {
        running.delete(own);
      }
    },
    holdUp(holdUp, milliseconds) {
      const isSame = (other: HoldUp) => JSON.stringify(other) === JSON.stringify(holdUp);
      const others = lasting().filter((each) => !isSame(each.holdUp));
      const isNew = others.length === lasting().length;
      holdUps = [...others, { holdUp, until: now() + milliseconds * timeScale }];
      return isNew;
    },
    inWords(text) {
      const last = lasting().at(-1);
      if (last) return holdUpInWords(last.holdUp, (last.until - now()) / timeScale);
      return activitiesInWords([...running], text);
    },
  };
}

/** Says why a run waits, and for how long. Pure. */
export function holdUpInWords(holdUp: HoldUp, milliseconds: number): string {
  const duration = durationInWords(milliseconds);
  const { service } = holdUp;
  if (holdUp.kind === 'rate-limit')
    return `${service}'s rate limit reached (${holdUp.limit}); continuing ${holdUp.isAtMost ? 'within' : 'in'} ${duration}`;
  const { why, hasResponded, attempt, maxAttempts } = holdUp;
  const trouble = hasResponded ? `returned ${why}` : `does not respond (${why})`;
  return `${service} ${trouble}; retrying in ${duration} (attempt ${attempt} of ${maxAttempts})`;
}

/** Describes the most informative activity. Pure. @param text shown unless a row count says more */
export function activitiesInWords(
  activities: readonly (Activity & { readonly rows: number })[],
  text: string | undefined,
): string {
  const [longest] = activities.filter(({ list, rows }) => list && rows > 0).sort((one, other) => other.rows - one.rows);
  if (longest) return `Loading ${longest.list}… ${longest.rows}`;
  if (text !== undefined) return text;
  const services = [...new Set(activities.map(({ service }) => service))];
  if (services.length === 0) return 'Working…';
  const isSignIn = activities.some((activity) => activity.isSignIn);
  if (isSignIn && services.length === 1) return `Signing in to ${services[0]}…`;
  return `Reading ${services.join(' and ')}…`;
}
