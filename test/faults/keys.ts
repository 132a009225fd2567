import type { FindingKey } from '#model/finding.ts';

export const findingKeyText = ({ check, account, region, kind, id }: FindingKey): string =>
  [check, account, region, kind, id].join('|');
