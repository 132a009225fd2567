/** Moto, which pretends to be AWS for Python programs. cfn-lint, which moto brings along, reads templates there. */
import type { Peer } from './peer.ts';
import { preparePythonServer } from './python-server.ts';

const version = '5.2.5';
const linterVersion = '1.58.0';

export const moto: Peer = {
  name: 'moto',
  files: ['test/real/aws-', 'test/real/s3-'],
  prepare: () =>
    preparePythonServer({
      name: 'moto',
      version,
      packages: [`moto[server]==${version}`, `cfn-lint==${linterVersion}`],
      program: 'moto_server',
      words: (port) => ['--host', '127.0.0.1', '--port', String(port)],
      // AWS's own policies, which nobody would have to attach otherwise.
      environment: () => ({ MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' }),
      health: '/moto-api/data.json',
      variable: 'PLUMBLINE_MOTO',
      alongside: { PLUMBLINE_CFN_LINT: 'cfn-lint' },
    }),
};
