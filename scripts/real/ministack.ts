/** MiniStack, another server that pretends to be AWS, by other people. */
import type { Peer } from './peer.ts';
import { preparePythonServer } from './python-server.ts';

const version = '1.5.33';

export const ministack: Peer = {
  name: 'MiniStack',
  files: ['test/real/ministack-'],
  prepare: () =>
    preparePythonServer({
      name: 'MiniStack',
      version,
      packages: [`ministack==${version}`],
      program: 'ministack',
      words: () => [],
      environment: (port) => ({ GATEWAY_PORT: String(port), MINISTACK_ACCOUNT_ID: '123456789012' }),
      health: '/_ministack/health',
      variable: 'PLUMBLINE_MINISTACK',
    }),
};
