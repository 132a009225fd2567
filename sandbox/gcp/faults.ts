import type { CloudFaults, Strike } from '../cloud-faults.ts';
import { makeCloudFaults } from '../cloud-faults.ts';
import type { GcpAsset } from './estate.ts';

export type GcpStrike = Strike<GcpAsset>;

/** The action of a call is its permission, the account its parent. Items are damaged in the data that `RESOURCE` shows. */
export const makeGcpFaults = (): CloudFaults<GcpAsset> =>
  makeCloudFaults({
    onAnswers: [
      'cut',
      'garble',
      'slow',
      'wrong-body',
      'expire-token',
      'repeat-token',
      'overlap',
      'empty-page',
    ],
    onItems: ['garble-field', 'set-field'],
    covers: ({ account, kind, resource }, call, asset) =>
      (account === undefined || account === call.account) &&
      (kind === undefined || kind === asset.assetType) &&
      (resource === undefined || asset.name.endsWith(resource)),
    steps: (path) => ['data', ...path.replace(/^resource\.data\./, '').split('.')],
    nameOf: ({ name }) => name,
  });
