import type { AnalyzerFacts } from '#model/aws/region.ts';
import { defineCheck } from '#model/check.ts';
import { fail, irrelevant, passWith, unknownBecause } from '#model/verdict.ts';

export const externalAccessAnalyzed = defineCheck({
  id: 'iam.aws.external-access-analyzed',
  title: 'IAM Access Analyzer looks for outside access in the region',
  finding: '{name} has no active analyzer of outside access',
  consequence: 'A bucket, key or role that somebody shares with an outsider is noticed by nobody.',
  severity: 'medium',
  on: 'AWS::::Region',
  reads: ['analyzers'],
  mayRead: ['organizationAnalyzers'],
  controls: { 'cis-aws-3.0': ['1.20'], 'cis-aws-5.0': ['1.19'], practice: ['IAM-1', 'CLD-1'] },
  remediation:
    'aws accessanalyzer create-analyzer --analyzer-name NAME --type ORGANIZATION in the delegated administrator (or --type ACCOUNT), in each region. Verify: aws accessanalyzer list-analyzers shows it ACTIVE.',
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-getting-started.html'],
  evaluate({ analyzers, organizationAnalyzers }) {
    if (analyzers.some(isWatching)) {
      return passWith({ organizationAnalyzers: irrelevant('an analyzer of its own is active') });
    }
    if (!organizationAnalyzers.known) return unknownBecause(organizationAnalyzers);
    if (organizationAnalyzers.value.some(isWatching)) return passWith({ organizationAnalyzers });
    const expected = 'an active analyzer of the account or the organisation';
    // One of the organisation is listed twice in the account that it lives in.
    const idle = [...analyzers, ...organizationAnalyzers.value]
      .filter(({ type }) => external.has(type))
      .filter((one, index, all) => all.findIndex(({ arn }) => arn === one.arn) === index);
    if (idle.length === 0) return fail([{ path: 'analyzers', found: 'none', expected }]);
    return fail(idle.map(({ name, status }) => ({ path: `analyzers/${name}`, found: status, expected })));
  },
});

/** Analyzers of unused and of internal access say nothing of outsiders. */
const external = new Set(['ACCOUNT', 'ORGANIZATION']);

const isWatching = ({ type, status }: AnalyzerFacts): boolean => external.has(type) && status === 'ACTIVE';
