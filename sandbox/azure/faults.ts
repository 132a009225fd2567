import type { CloudFaults, Strike } from '../cloud-faults.ts';
import { makeCloudFaults } from '../cloud-faults.ts';
import { actionCovers } from '../services/denials.ts';
import type { AzureItem } from './estate.ts';

export type AzureStrike = Strike<AzureItem>;

export const makeAzureFaults = (): CloudFaults<AzureItem> =>
  makeCloudFaults({
    onAnswers: [
      'cut',
      'garble',
      'slow',
      'wrong-body',
      'mistyped',
      'quota-used',
      'expire-token',
      'repeat-token',
      'overlap',
      'empty-page',
      'truncate',
      'stray-link',
    ],
    onItems: ['garble-field', 'set-field', 'omit'],
    // A refusal of one kind leaves the query alone: its rows are left out.
    spares: ({ match, effect }) => effect.type === 'deny' && match.kind !== undefined,
    covers: (match, call, item, action) =>
      (match.action === undefined ||
        actionCovers(match.action, action) ||
        actionCovers(match.action, call.action)) &&
      (match.account === undefined || match.account === item.account) &&
      (match.kind === undefined || match.kind === item.type) &&
      (match.resource === undefined || [item.id, item.name].includes(match.resource)),
    steps: (path) => path.split('.'),
    nameOf: ({ id }) => id,
  });
