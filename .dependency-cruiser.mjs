// The layers of src/, lowest first: a folder may import those before its own line, and none beside it. `npm run layers`
// checks it; docs/architecture.md describes it.
const LAYERS = [
  ['text'],
  ['errors'],
  ['secret'],
  ['env'],
  ['fs', 'http', 'ui', 'payload'],
  ['engine'],
  ['config'],
  ['state'],
  ['providers'],
  ['saved-plan'],
  ['runtime'],
  ['diagnostics', 'facts', 'export', 'pipelines', 'fleet'],
  ['prove', 'recording'],
  ['reporters'],
  ['wizard'],
  ['commands'],
  ['cli'],
];

const folders = LAYERS.flat();
const inAny = (/** @type {readonly string[]} */ names) => `^src/(${names.join('|')})/`;

/**
 * What a folder may not import: the layers after its own, and its neighbours.
 *
 * @param {string} folder
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
function layerRule(folder) {
  const own = LAYERS.findIndex((layer) => layer.includes(folder));
  const forbidden = LAYERS.slice(own).flat();
  return {
    name: `layer-${folder}`,
    severity: 'error',
    from: { path: inAny([folder]) },
    to: { path: inAny(forbidden), pathNot: inAny([folder]) },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    ...folders.map(layerRule),
    {
      name: 'engine-is-pure',
      comment: 'The engine knows no vendor, terminal, disk or HTTP.',
      severity: 'error',
      from: { path: inAny(['engine']) },
      to: {
        path: [
          inAny(['fs', 'http', 'ui', 'payload']),
          '^(node:)?(fs|http|https|net|tty|readline)(/|$)',
          'node_modules',
        ],
      },
    },
    {
      name: 'providers-apart',
      comment: 'What needs both services belongs directly into src/providers/.',
      severity: 'error',
      from: { path: '^src/providers/(ilert|halo)/' },
      to: { path: '^src/providers/(ilert|halo)/', pathNot: '^src/providers/$1/' },
    },
    {
      name: 'experiments-apart',
      severity: 'error',
      from: { path: '^src/prove/experiments/(ilert|halo)/' },
      to: { path: '^src/prove/experiments/(ilert|halo)/', pathNot: '^src/prove/experiments/$1/' },
    },
    {
      name: 'experiments-write-in-the-lab',
      comment: 'Only the lab knows what an experiment has created, so only the lab has clients and opens workspaces.',
      severity: 'error',
      from: { path: '^src/prove/experiments/' },
      to: {
        path: [
          inAny(['fs', 'config', 'state', 'runtime']),
          '^src/http/(?!request\\.ts$)',
          '^src/providers/((ilert|halo)/api|lookups)\\.ts$',
          '^(node:)?(fs|http|https|net|tls|child_process)(/|$)',
          'node_modules',
        ],
      },
    },
    {
      name: 'only-main-is-loose',
      comment: 'Every other file is in a folder that has its layer in this file.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main\\.ts$', inAny(folders)] },
      to: {},
    },
    {
      name: 'main-is-the-top',
      comment: 'The start loads it when it is built.',
      severity: 'error',
      from: { pathNot: '^src/cli/startup/launch\\.ts$' },
      to: { path: '^src/[^/]+$' },
    },
    {
      name: 'sandbox-knows-no-src',
      comment: 'The simulators know the services, not the program.',
      severity: 'error',
      from: { path: '^sandbox/' },
      to: { path: '^src/' },
    },
    {
      name: 'sandbox-is-loaded-by-its-commands',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/commands/(sandbox|demo)\\.ts$' },
      to: { path: '^sandbox/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    // A type that is imported is a dependency like any other.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
