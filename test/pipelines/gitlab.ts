import { type ApiRequest, apiOfTest, Refusal } from './json-api.ts';

/** A note on a merge request. */
export interface Note {
  readonly id: number;
  readonly author: { readonly username: string };
  body: string;
}

/** The parts of a merge request that a pipeline asks for. */
export interface MergeRequest {
  readonly iid: number;
  readonly state: 'opened' | 'merged';
  readonly target_branch: string;
  readonly merge_commit_sha: string | null;
}

/** The parts of GitLab's API that the pipeline uses: notes, merge requests and the artifacts of jobs. */
export interface GitLab {
  readonly url: string;
  /** The token of the project. */
  readonly token: string;
  readonly notes: Note[];
  readonly mergeRequests: MergeRequest[];
  /** Artifacts by `ref job path`, of the latest pipeline that succeeded. */
  readonly artifacts: Map<string, string>;
}

const NOTES_PER_PAGE = 20;

/** Creates a simulated GitLab for this test alone, with one project, whose ID is 1. */
export async function gitLabOfTest(): Promise<GitLab> {
  const token = 'glpat-of-this-test';
  const own = { username: 'project_1_bot' };
  const notes: Note[] = [];
  const mergeRequests: MergeRequest[] = [];
  const artifacts = new Map<string, string>();

  function check({ headers }: ApiRequest): void {
    if (headers['private-token'] !== token) throw new Refusal(401, '401 Unauthorized');
  }

  const url = await apiOfTest([
    [
      'GET',
      /^\/user$/,
      (request) => {
        check(request);
        return { body: own };
      },
    ],
    [
      'GET',
      /^\/projects\/1\/merge_requests\/\d+\/notes$/,
      (request) => {
        check(request);
        const page = Number(request.url.searchParams.get('page') ?? 1);
        const end = page * NOTES_PER_PAGE;
        const next = end < notes.length ? String(page + 1) : '';
        return { body: notes.slice(end - NOTES_PER_PAGE, end), headers: { 'x-next-page': next } };
      },
    ],
    [
      'POST',
      /^\/projects\/1\/merge_requests\/\d+\/notes$/,
      (request) => {
        check(request);
        const note = { id: notes.length + 1, author: own, body: String(request.body.body) };
        notes.push(note);
        return { status: 201, body: note };
      },
    ],
    [
      'PUT',
      /^\/projects\/1\/merge_requests\/\d+\/notes\/(\d+)$/,
      (request, id) => {
        check(request);
        const note = notes.find((each) => String(each.id) === id && each.author === own);
        if (!note) throw new Refusal(404, '404 Note Not Found');
        note.body = String(request.body.body);
        return { body: note };
      },
    ],
    [
      'GET',
      /^\/projects\/1\/repository\/commits\/(\w+)\/merge_requests$/,
      (request, sha) => {
        check(request);
        return { body: mergeRequests.filter(({ merge_commit_sha }) => merge_commit_sha === sha) };
      },
    ],
    [
      'GET',
      /^\/projects\/1\/jobs\/artifacts\/([^/]+)\/raw\/(.+)$/,
      (request, ref = '', path = '') => {
        check(request);
        const key = `${decodeURIComponent(ref)} ${request.url.searchParams.get('job')} ${path}`;
        const text = artifacts.get(key);
        if (text === undefined) throw new Refusal(404, '404 Not Found');
        return { body: text };
      },
    ],
  ]);
  return { url, token, notes, mergeRequests, artifacts };
}
