/** Who may import whom: docs/architecture.md. */
const layer = (from, allowed, comment) => ({
  name: `${from}-imports`,
  comment,
  severity: 'error',
  from: { path: `^${from}/` },
  to: {
    path: '^(alerts|analysis|bench|checks|cli|config|engine|functions|model|pipeline|reports|sandbox|scripts|sources|store|test)/',
    pathNot: `^(${[from, ...allowed].join('|')})/`,
  },
});

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    layer('model', [], 'the vocabulary stands alone'),
    layer('analysis', ['model'], 'pure reasoning'),
    layer('checks', ['model', 'analysis'], 'a check touches no SDK, file, clock or environment'),
    layer('sources', ['model'], 'the only folder with cloud SDKs'),
    layer('store', ['model'], 'keeps bytes'),
    layer('reports', ['model'], 'shows a committed scan'),
    layer('alerts', ['model', 'reports', 'store'], 'tells a channel, in the words of the reports'),
    layer('engine', ['model', 'analysis', 'checks'], 'runs checks'),
    layer(
      'pipeline',
      ['model', 'engine', 'store'],
      'the steps that the command line and the functions share',
    ),
    layer(
      'config',
      ['model', 'engine', 'sources', 'store', 'pipeline', 'alerts', 'reports'],
      'what a team says of its scans, for the command line and the functions alike',
    ),
    layer('sandbox', ['model'], 'clouds on loopback; knows nothing of how it is scanned'),
    {
      name: 'nobody-imports-entry-points',
      severity: 'error',
      from: { path: '^(model|analysis|checks|sources|store|reports|alerts|engine|pipeline|config|sandbox)/' },
      to: { path: '^(cli|functions|test|scripts|bench)/' },
    },
    {
      name: 'sdk-only-in-sources',
      comment: 'cloud SDKs stay behind the source contract',
      severity: 'error',
      from: { path: '^(model|analysis|checks|engine|pipeline|config|reports|cli|functions)/' },
      to: { path: 'node_modules/(@aws-sdk|@smithy|@azure|@google-cloud)/' },
    },
    {
      name: 'pure-checks',
      severity: 'error',
      from: { path: '^(model|analysis|checks)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    exclude: { path: '^(dist|docs|node_modules/\\.cache)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
