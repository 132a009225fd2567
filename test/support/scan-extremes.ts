/** The edges of what a report must hold: hostile text everywhere, and very many findings. */
import type { ScanReader } from '#model/scan.ts';
import { scanOfTexts } from './hostile/scan.ts';
import { hostileTexts } from './hostile/texts.ts';
import { findingOf, scanOf } from './scan-fixture.ts';

const names = ['edge', 'orders', 'ledger', 'search', 'batch', 'reports', 'media', 'bastion', 'cache', 'mail'];

export const hostileScan = (): ScanReader => scanOfTexts(hostileTexts);

/** `total` open findings in every severity, of which every tenth shares a cause. */
export const largeScan = (total: number): ScanReader => {
  const checks = [
    'iam.aws.access-key-rotated',
    'network.aws.security-group-admin-ports-private',
    'data.aws.volume-encrypted',
    'data.aws.key-rotates',
    'network.aws.database-ports-private',
  ];
  return scanOf({
    findings: Array.from({ length: total }, (_, index) =>
      findingOf(checks[index % checks.length] ?? 'data.aws.key-rotates', `${names[index % 10]}-${index}`, {
        evidence: [
          {
            path: `settings/item-${index}`,
            found: index % 10 === 0 ? 'off' : `off since build ${index}`,
            expected: 'on',
          },
        ],
        tags: { owner: names[index % 7] ?? 'none' },
      }),
    ),
    passes: { 'data.aws.volume-encrypted': total },
  });
};
