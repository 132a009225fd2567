/** Terraform or OpenTofu, where one of them is installed: no registry of packages has either, and building one takes minutes. */
import { runQuietly } from './install.ts';
import type { Peer } from './peer.ts';

const oneMinute = 60_000;

export const terraform: Peer = {
  name: 'Terraform',
  files: ['test/real/terraform'],
  prepare: async () => {
    for (const program of ['tofu', 'terraform']) {
      const { ok, said } = await runQuietly(program, ['version'], oneMinute);
      if (!ok) continue;
      return {
        type: 'ready',
        name: `${/\b(?:Terraform|OpenTofu) v[\d.]+/.exec(said)?.[0] ?? program}, without the provider of AWS`,
        environment: { PLUMBLINE_TERRAFORM: program },
        stop: () => Promise.resolve(),
      };
    }
    return { type: 'missing', because: 'neither tofu nor terraform is installed' };
  },
};
