/** A scan that holds a text in every field that a cloud or a person can write. */
import type { Finding } from '#model/finding.ts';
import type { ScanReader } from '#model/scan.ts';
import { findingOf, scanOf } from '#test/support/scan-fixture.ts';

const prod = '111122223333';

/** In turn, so that every state that shows other words holds a text. */
const states: readonly ((text: string) => Partial<Finding>)[] = [
  (text) => ({ exception: { owner: text, until: text, reason: text } }),
  () => ({}),
  () => ({ state: 'new' }),
  () => ({ judgedScan: 11 }),
  () => ({ state: 'worse', before: 'low' }),
  () => ({ state: 'resolved', resolvedScan: 12 }),
];

/** One finding, unknown, gap, exception and notice for each text. Names of accounts are all of them, in turn. */
export const scanOfTexts = (texts: readonly string[]): ScanReader =>
  scanOf({
    complete: false,
    findings: texts.map((text, index) =>
      findingOf('data.aws.bucket-is-private', text, {
        id: `arn:aws:s3:::${index}${text}`,
        account: index % 2 === 0 ? prod : text,
        region: text,
        kind: text,
        evidence: [
          { path: text, found: text, expected: text },
          { path: text, found: text },
        ],
        tags: Object.fromEntries([
          ['owner', text],
          [text, text],
          ['__proto__', text],
        ]),
        ...states[index % states.length]?.(text),
      }),
    ),
    unknowns: texts.map((text, index) => ({
      checks: ['iam.aws.user-has-mfa', 'iam.aws.access-key-rotated'],
      provider: 'aws',
      account: index % 2 === 0 ? prod : text,
      region: text,
      kind: text,
      part: text,
      reason: 'denied',
      missing: text,
      detail: text,
      resources: index % 3 === 0 ? [text] : [text, `${text}-2`],
    })),
    coverage: texts.map((text, index) => ({
      provider: 'aws',
      account: index % 2 === 0 ? prod : text,
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
    exceptions: texts.map((text) => ({
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
    attestations: texts.map((text) => ({
      framework: 'practice',
      control: text,
      statement: text,
      by: text,
      evidence: text,
      until: '2026-12-01',
      status: 'in-force',
    })),
    inventory: texts.map((text, index) => ({
      provider: 'aws',
      account: prod,
      region: text,
      kind: text,
      id: `${index}${text}`,
      name: text,
    })),
    manifest: {
      estate: texts[0] ?? '',
      run: 'run-hostile',
      callers: { aws: texts[0] ?? '' },
      accountNames: Object.fromEntries([
        [prod, texts[1 % texts.length] ?? ''],
        ...texts.map((text) => [text, text]),
      ]),
      notices: [...texts],
    },
  });
