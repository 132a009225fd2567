/** Checks as SARIF rules. A check that graded some finding otherwise than itself has a rule for that severity too. */
import type { ReportingDescriptor, Result } from 'sarif';
import type { CheckMetadata } from '#model/check.ts';
import { questionOf } from '#model/check.ts';
import { compareText } from '#model/resource.ts';
import type { Manifest } from '#model/scan.ts';
import { noCounts } from '#model/scan.ts';
import type { Severity } from '#model/severity.ts';
import { severities } from '#model/severity.ts';
import { field } from '../../text/field.ts';
import type { CheckIndex } from '../../text/wording.ts';
import type { Survey } from './parts.ts';

export const levels: Readonly<Record<Severity, Result.level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

/** GitHub grades an alert by this number: above 9.0 critical, from 7.0 high, from 4.0 medium, below low. */
const securitySeverity: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
};

/** GitHub shows 10 tags of a rule and takes 20. */
const tagsShown = 10;

export interface Rules {
  readonly descriptors: readonly ReportingDescriptor[];
  readonly indexOf: (check: string, severity: Severity) => number;
}

const ruleId = (check: string, own: Severity | undefined, severity: Severity): string =>
  own === undefined || own === severity ? check : `${check}/${severity}`;

const tagsOf = (check: CheckMetadata): readonly string[] => [
  'security',
  questionOf(check.id),
  ...Object.entries(check.controls).flatMap(([framework, controls]) =>
    (controls ?? []).map((control) => `${framework}/${control}`),
  ),
];

const helpMarkdown = (check: CheckMetadata): string =>
  [
    `**${check.title}**`,
    check.consequence,
    `How to mend it: ${check.remediation}`,
    ...(check.sources.length === 0 ? [] : [check.sources.map((source) => `- <${source}>`).join('\n')]),
  ].join('\n\n');

const descriptorOf = (
  id: string,
  check: CheckMetadata | undefined,
  severity: Severity,
  counts: Manifest['counts'][string],
): ReportingDescriptor => {
  const title = check?.title ?? field(id);
  const { asked, pass, fail, unknown, notApplicable } = counts;
  const [helpUri] = check?.sources.filter((source) => source.startsWith('https://')) ?? [];
  return {
    id: field(id),
    name: title,
    shortDescription: { text: title },
    fullDescription: {
      text: check?.consequence ?? 'The version of Plumbline that wrote this no longer has the check.',
    },
    ...(check === undefined
      ? {}
      : {
          help: {
            text: `${check.consequence} How to mend it: ${check.remediation}`,
            markdown: helpMarkdown(check),
          },
        }),
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: check === undefined ? ['security'] : tagsOf(check).slice(0, tagsShown),
      precision: 'very-high',
      'security-severity': securitySeverity[severity],
      severity,
      questions: { asked, pass, fail, unknown, notApplicable },
    },
  };
};

/** Every check that ran, whether it found anything or not: a rule without results is an answer too. */
export const rulesOf = (manifest: Manifest, checks: CheckIndex, seen: Survey['severities']): Rules => {
  const ids = new Set([...manifest.scope.checks, ...Object.keys(manifest.counts), ...seen.keys()]);
  const descriptors: ReportingDescriptor[] = [];
  const indexes = new Map<string, number>();
  for (const id of [...ids].toSorted(compareText)) {
    const check = checks.get(id);
    const counts = manifest.counts[id] ?? noCounts;
    const own = check?.severity;
    const found = severities.filter((severity) => seen.get(id)?.has(severity) === true);
    const wanted = new Set<Severity>([...(own === undefined ? [] : [own]), ...found]);
    // Of a check that is gone nobody knows the severity: its worst finding stands for it.
    if (wanted.size === 0) wanted.add('low');
    const [first] = wanted;
    for (const severity of wanted) {
      const rule = ruleId(id, own ?? first, severity);
      indexes.set(`${id} ${severity}`, descriptors.length);
      descriptors.push(descriptorOf(rule, check, severity, counts));
    }
  }
  return { descriptors, indexOf: (check, severity) => indexes.get(`${check} ${severity}`) ?? -1 };
};
