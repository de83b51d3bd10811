import { type ApiRequest, apiOfTest, Refusal } from './json-api.ts';

/** What a job's token may do. */
export type Permissions = Readonly<Record<string, 'read' | 'write' | 'none'>>;

/** A comment on a pull request. */
export interface Comment {
  readonly id: number;
  readonly user: { readonly login: string; readonly type: string };
  body: string;
}

/** The parts of a pull request that a workflow asks for. */
export interface PullRequest {
  readonly number: number;
  readonly head: { readonly sha: string; readonly ref: string; readonly repo: { readonly full_name: string } };
  readonly user: { readonly login: string };
  readonly merge_commit_sha: string | null;
}

/** A run of a workflow. */
export interface WorkflowRun {
  readonly id: number;
  readonly workflow: string;
  readonly event: string;
  readonly head_sha: string;
  readonly head_repository: { readonly full_name: string };
  conclusion: 'success' | 'failure' | 'cancelled';
  /** The text of each artifact's files. */
  readonly artifacts: Map<string, Readonly<Record<string, string>>>;
}

/** The parts of GitHub's API that are used: comments, pull requests, runs and their artifacts. */
export interface GitHub {
  readonly repository: string;
  readonly url: string;
  readonly comments: Comment[];
  readonly pullRequests: PullRequest[];
  readonly runs: WorkflowRun[];
  /** Creates a token for a job, with these permissions only. */
  tokenWith(permissions: Permissions): string;
}

export const REPOSITORY = 'acme/on-call';
const COMMENTS_PER_PAGE = 30;
const BOT = { login: 'github-actions[bot]', type: 'Bot' };

/** Creates a simulated GitHub for this test alone. */
export async function gitHubOfTest(): Promise<GitHub> {
  const permissionsOf = new Map<string, Permissions>();
  const comments: Comment[] = [];
  const pullRequests: PullRequest[] = [];
  const runs: WorkflowRun[] = [];

  /** Refuses a request whose token lacks the permission. */
  function check({ headers }: ApiRequest, scope: string, level: 'read' | 'write'): void {
    const [, token = ''] = headers.authorization?.match(/^Bearer (\w+)$/) ?? [];
    const permissions = permissionsOf.get(token);
    if (!permissions) throw new Refusal(401, 'Bad credentials');
    const granted = permissions[scope];
    if (granted !== 'write' && granted !== level) throw new Refusal(403, 'Resource not accessible by integration');
  }

  const url = await apiOfTest([
    [
      'GET',
      pathOf('issues/\\d+/comments'),
      (request) => {
        check(request, 'pull-requests', 'read');
        const page = Number(request.url.searchParams.get('page') ?? 1);
        const end = page * COMMENTS_PER_PAGE;
        const next = new URL(request.url);
        next.searchParams.set('page', String(page + 1));
        const headers = end < comments.length ? { link: `<${next}>; rel="next"` } : {};
        return { body: comments.slice(end - COMMENTS_PER_PAGE, end), headers };
      },
    ],
    [
      'POST',
      pathOf('issues/\\d+/comments'),
      (request) => {
        check(request, 'pull-requests', 'write');
        const comment = { id: comments.length + 1, user: BOT, body: commentText(request) };
        comments.push(comment);
        return { status: 201, body: comment };
      },
    ],
    [
      'PATCH',
      pathOf('issues/comments/(\\d+)'),
      (request, id) => {
        check(request, 'pull-requests', 'write');
        const comment = comments.find((each) => String(each.id) === id);
        if (!comment) throw new Refusal(404, 'Not Found');
        comment.body = commentText(request);
        return { body: comment };
      },
    ],
    [
      'GET',
      pathOf('commits/(\\w+)/pulls'),
      (request, sha) => {
        check(request, 'pull-requests', 'read');
        return { body: pullRequests.filter((each) => each.merge_commit_sha === sha || each.head.sha === sha) };
      },
    ],
    [
      'GET',
      pathOf('actions/workflows/([\\w.-]+)/runs'),
      (request, workflow) => {
        check(request, 'actions', 'read');
        const [event, head] = ['event', 'head_sha'].map((name) => request.url.searchParams.get(name));
        const found = runs.filter((run) => run.workflow === workflow && run.event === event && run.head_sha === head);
        return { body: { workflow_runs: found.toReversed().map(({ artifacts: _, ...run }) => run) } };
      },
    ],
    [
      'GET',
      /^\/simulated\/runs\/(\d+)\/artifacts\/([\w-]+)$/,
      (request, id, name = '') => {
        check(request, 'actions', 'read');
        const files = runs.find((run) => String(run.id) === id)?.artifacts.get(name);
        if (!files) throw new Refusal(404, 'no valid artifacts found to download');
        return { body: files };
      },
    ],
  ]);
  return {
    repository: REPOSITORY,
    url,
    comments,
    pullRequests,
    runs,
    tokenWith(permissions) {
      const token = `ghs_${permissionsOf.size}`;
      permissionsOf.set(token, permissions);
      return token;
    },
  };
}

function pathOf(pattern: string): RegExp {
  return new RegExp(`^/repos/${REPOSITORY}/${pattern}$`);
}

/** Returns the text of a comment, if GitHub accepts it. */
function commentText({ body: { body } }: ApiRequest): string {
  if (typeof body !== 'string' || body === '') throw new Refusal(422, 'Body cannot be blank');
  if (body.length > 65_536) throw new Refusal(422, 'Body is too long (maximum is 65536 characters)');
  return body;
}
