/** A finding as a SARIF result. */
import type { Result } from 'sarif';
import type { Finding } from '#model/finding.ts';
import { field } from '../../text/field.ts';
import type { CheckIndex } from '../../text/wording.ts';
import { ownerOf, titleOf, whyOf } from '../../text/wording.ts';
import type { Standing } from '../standing.ts';
import { locationOf } from './location.ts';
import type { Rules } from './rules.ts';
import { levels } from './rules.ts';

/**
 * Plain text of a message, in which viewers make links out of `[text](target)`, and a forge may make a mention of a word
 * behind `@`: a name that holds either stays text.
 */
export const messageText = (text: string): string =>
  field(text, 1_000)
    .replaceAll('](', '] (')
    .replaceAll(/(?<!\w)@(?=\w)/gu, '@ ');

/** Against the scan before; a scan with nothing before it has none. */
const baselineOf = (finding: Finding, standing: Standing): Result.baselineState => {
  if (standing === 'resolved') return 'absent';
  switch (finding.state) {
    case 'new':
    case 'reopened':
      return 'new';
    case 'worse':
      return 'updated';
    case 'open':
    case 'resolved':
      return 'unchanged';
  }
};

const suppressionsOf = ({ exception }: Finding): Pick<Result, 'suppressions'> =>
  exception === undefined
    ? {}
    : {
        suppressions: [
          {
            kind: 'external',
            status: 'accepted',
            justification: messageText(
              `${exception.reason} (excepted by ${exception.owner} until ${exception.until})`,
            ),
          },
        ],
      };

export interface ResultContext {
  readonly rules: Rules;
  readonly checks: CheckIndex;
  readonly compared: boolean;
}

export const resultOf = (finding: Finding, standing: Standing, context: ResultContext): Result => {
  const { rules, checks, compared } = context;
  const ruleIndex = rules.indexOf(finding.check, finding.severity);
  const ruleId = rules.descriptors[ruleIndex]?.id ?? field(finding.check);
  const late = standing === 'not-looked-at' ? ` Not looked at since scan ${finding.judgedScan}.` : '';
  const { account, region, state, firstSeen, firstScan, judgedScan, severity } = finding;
  return {
    ruleId,
    ...(ruleIndex === -1 ? {} : { ruleIndex }),
    kind: 'fail',
    level: levels[severity],
    message: {
      text: messageText(`${titleOf(finding, checks)}. ${whyOf(finding.evidence, finding.drift)}.${late}`),
    },
    locations: [locationOf(finding)],
    fingerprints: { 'plumblineFinding/v1': finding.finding },
    // The name under which GitHub looks; without it, it would hash the line of a file that is not there.
    partialFingerprints: {
      primaryLocationLineHash: `${finding.finding}:1`,
      'plumblineFinding/v1': finding.finding,
    },
    ...(compared ? { baselineState: baselineOf(finding, standing) } : {}),
    ...suppressionsOf(finding),
    properties: {
      finding: finding.finding,
      severity,
      state: standing === 'excepted' ? 'excepted' : state,
      provider: finding.provider,
      account: field(account),
      region: field(region),
      kind: field(finding.kind),
      owner: field(ownerOf(finding) ?? '', 256),
      firstSeen,
      firstScan,
      judgedScan,
    },
  };
};
