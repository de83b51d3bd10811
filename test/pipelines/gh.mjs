// Stands in for GitHub's `gh` command, as far as the workflow uses it, with the simulated GitHub.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { raw } from 'jq-wasm';

const { GH_TOKEN, GITHUB_API_URL } = process.env;
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    dir: { type: 'string' },
    field: { type: 'string', multiple: true, default: [] },
    jq: { type: 'string' },
    method: { type: 'string', default: 'GET' },
    name: { type: 'string' },
    paginate: { type: 'boolean' },
    repo: { type: 'string' },
    silent: { type: 'boolean' },
  },
});

if (positionals[0] === 'api') await api(positionals[1]);
else if (positionals.slice(0, 2).join(' ') === 'run download') await download(positionals[2]);
else fail(`unknown command: ${positionals.join(' ')}`);

async function api(path) {
  let url = `${GITHUB_API_URL}/${path}`;
  while (url) {
    const response = await request(url, values.method, fields());
    const body = await response.json();
    if (!values.silent) process.stdout.write(values.jq ? await jq(body, values.jq) : `${JSON.stringify(body)}\n`);
    const [, next] = response.headers.get('link')?.match(/<([^>]+)>; rel="next"/) ?? [];
    url = values.paginate ? next : undefined;
  }
}

async function download(run) {
  const files = await (await request(`${GITHUB_API_URL}/simulated/runs/${run}/artifacts/${values.name}`, 'GET')).json();
  mkdirSync(values.dir, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(values.dir, name), text);
}

async function request(url, method, body) {
  const headers = { authorization: `Bearer ${GH_TOKEN}` };
  const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  if (!response.ok) fail(`${method} ${url}: HTTP ${response.status}: ${await response.text()}`);
  return response;
}

function fields() {
  if (values.field.length === 0) return undefined;
  return Object.fromEntries(
    values.field.map((field) => {
      const [name, value] = [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)];
      return [name, value.startsWith('@') ? readFileSync(value.slice(1), 'utf8') : value];
    }),
  );
}

/** `gh` has its own jq, which knows the environment. */
async function jq(body, filter) {
  const { exitCode, stdout, stderr } = await raw(body, `def env: ${JSON.stringify(process.env)}; ${filter}`, ['-r']);
  if (exitCode !== 0) fail(stderr);
  return stdout === '' ? '' : `${stdout.trimEnd()}\n`;
}

function fail(message) {
  process.stderr.write(`gh: ${message}\n`);
  process.exit(1);
}
