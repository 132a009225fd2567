/** The edges of what a report must hold: hostile text everywhere, and very many findings. */
import type { ScanReader } from '#model/scan.ts';
import { findingOf, scanOf } from './scan-fixture.ts';

const prod = '111122223333';
const names = ['edge', 'orders', 'ledger', 'search', 'batch', 'reports', 'media', 'bastion', 'cache', 'mail'];

/** Each sets `window.__pwned` if anything of it is ever executed. */
export const hostileTexts: readonly string[] = [
  '<script>window.__pwned=1</script>',
  '</script><script>window.__pwned=2</script>',
  '"><img src=x onerror="window.__pwned=3">',
  "');window.__pwned=4;('",
  '<svg onload=window.__pwned=5>',
  `${'$'}{window.__pwned=6}\`+(window.__pwned=6)+\``,
  '\u2028window.__pwned=7\u2029',
  'javascript:window.__pwned=8',
  '{name}$&$1 --><!--<script>',
  '\u001b]0;title\u0007\u001b[31mred\u009b2J',
  'abc\u202etxt.exe\u2066gpj\u2069',
  'lone\ud800surrogate\udfff',
  '__proto__',
  '名前が長い'.repeat(60),
  '<style>*{display:none}</style>',
  '&lt;b&gt; &amp; \0 nul',
];

export const hostileScan = (): ScanReader => {
  const findings = hostileTexts.map((text, index) =>
    findingOf('data.aws.bucket-is-private', text, {
      id: `arn:aws:s3:::${index}${text}`,
      account: prod,
      region: text,
      kind: text,
      evidence: [{ path: text, found: text, expected: text }],
      tags: { owner: text, ['__proto__']: text },
      ...(index % 4 === 0 ? { exception: { owner: text, until: '2026-12-01', reason: text } } : {}),
    }),
  );
  return scanOf({
    complete: false,
    findings,
    unknowns: hostileTexts.map((text) => ({
      checks: ['iam.aws.user-has-mfa'],
      provider: 'aws',
      account: text,
      region: text,
      kind: text,
      part: text,
      reason: 'denied',
      missing: text,
      detail: text,
      resources: [text],
    })),
    coverage: hostileTexts.map((text) => ({
      provider: 'aws',
      account: text,
      region: text,
      kind: text,
      part: text,
      state: 'denied',
      count: 1,
      route: text,
      missing: text,
      principal: text,
      detail: text,
    })),
    exceptions: hostileTexts.map((text) => ({
      check: text,
      resource: text,
      owner: text,
      reason: text,
      approvedBy: text,
      ticket: text,
      until: '2026-12-01',
      status: 'in-force',
      hides: 1,
    })),
    attestations: hostileTexts.map((text) => ({
      framework: 'practice',
      control: text,
      statement: text,
      by: text,
      evidence: text,
      until: '2026-12-01',
      status: 'in-force',
    })),
    manifest: {
      estate: hostileTexts[2] ?? '',
      accountNames: { [prod]: hostileTexts[1] ?? '' },
      notices: [...hostileTexts],
    },
  });
};

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
