/** A small organisation in Google Cloud, and a project outside it. */
import { allChecks } from '#checks/index.ts';
import type { GcpAsset } from '#sandbox/gcp/estate.ts';
import type { GcpSandbox } from '#sandbox/gcp/start.ts';
import { gcpSource } from '#sources/gcp/source.ts';
import { gcpOptionsFor, meridianGcp, now, serveGcp } from '#test/support/gcp-scan.ts';
import { callLog } from '../call-log.ts';
import type { CloudGround } from '../cloud-ground.ts';
import { fewOfEach } from '../few.ts';
import { earlyEnds, failedTries } from '../tries.ts';
import { touchedBy } from './touched.ts';

export interface GcpGround extends CloudGround {
  readonly sandbox: GcpSandbox;
  /** Of kinds that checks are on, the nodes of the hierarchy left out. */
  readonly assets: readonly GcpAsset[];
}

/** So that most listings have several pages. */
const pageSize = 12;

export const prepareGcp = async (): Promise<GcpGround> => {
  const whole = await meridianGcp();
  const estate = { ...whole, assets: fewOfEach(whole.assets, ({ name }) => name) };
  const { onCall, takeCalls } = callLog();
  const sandbox = await serveGcp({ estate, pageSize, onCall });
  const quiet = await serveGcp({ estate, pageSize });
  const judged = new Set<string>(allChecks.flatMap((check) => check.on));
  return {
    sandbox,
    takeCalls,
    assets: estate.assets.filter(
      ({ assetType }) => judged.has(assetType) && !assetType.startsWith('cloudresourcemanager.'),
    ),
    source: ({ attempts, timeout }, peace) =>
      gcpSource(
        gcpOptionsFor(peace === undefined ? sandbox : quiet, {
          ...(attempts === undefined ? {} : { attempts }),
          timeout: timeout ?? 5_000,
        }),
        () => now.getTime(),
      ),
    consequences: (calls, scenario) => {
      const failed = failedTries(calls, scenario);
      return {
        failed,
        gaveUp: earlyEnds(calls, scenario),
        touched: touchedBy(failed, scenario, sandbox.parents),
      };
    },
    close: async () => {
      await Promise.all([sandbox.close(), quiet.close()]);
    },
  };
};
