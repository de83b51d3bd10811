// The comment of a pull request that shows the latest result: created once, then updated.

/**
 * @param {string} markdown its first line is a marker, by which the comment is found again
 * @param {{ repository: string, number: number, token: string }} place `repository` is its URL in GitHub's API
 */
export async function commentOnPullRequest(markdown, { repository, number, token }) {
  const request = requestWith(token);
  const [marker = ''] = markdown.split('\n', 1);
  const earlier = await findComment(`${repository}/issues/${number}/comments?per_page=100`, marker, request);
  const body = JSON.stringify({ body: markdown });
  if (earlier === undefined) await request(`${repository}/issues/${number}/comments`, { method: 'POST', body });
  else await request(`${repository}/issues/comments/${earlier}`, { method: 'PATCH', body });
}

/**
 * Only a bot's: people may quote it.
 *
 * @param {string} first the URL of the first page
 * @param {string} marker
 * @param {ReturnType<typeof requestWith>} request
 */
async function findComment(first, marker, request) {
  for (let page = /** @type {string | undefined} */ (first); page; ) {
    const response = await request(page);
    const comments = /** @type {readonly { id: number, body?: string, user?: { type?: string } }[]} */ (
      await response.json()
    );
    const found = comments.find(({ body, user }) => user?.type === 'Bot' && body?.startsWith(marker));
    if (found) return found.id;
    page = response.headers.get('link')?.match(/<([^>]+)>; rel="next"/)?.[1];
  }
  return undefined;
}

/** @param {string} token */
function requestWith(token) {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' };
  return async (/** @type {string} */ url, /** @type {RequestInit} */ options = {}) => {
    const response = await fetch(url, { ...options, headers, signal: AbortSignal.timeout(30_000) });
    if (!response.ok) throw new Error(`GitHub answered ${response.status} to ${options.method ?? 'GET'} ${url}.`);
    return response;
  };
}
