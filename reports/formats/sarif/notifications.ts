/** What could not be judged, so that a run without results is not taken for one without findings. */
import type { Notification, ReportingDescriptor } from 'sarif';
import type { ReportFacts } from '../../facts/facts.ts';
import { field } from '../../text/field.ts';
import { count, plural } from '../../text/numbers.ts';
import { completeness } from '../../text/sentences.ts';
import { placeOf, questionNames } from '../../text/wording.ts';
import { messageText } from './result.ts';

const groupsShown = 1_000;
const noticesShown = 100;

export const notificationDescriptors: readonly ReportingDescriptor[] = [
  { id: 'scan', shortDescription: { text: 'What was asked, and what of it was judged' } },
  { id: 'unknown', shortDescription: { text: 'Questions that could not be judged' } },
  { id: 'notice', shortDescription: { text: 'What the scan has to say of itself' } },
];

const note = (
  id: string,
  level: Notification.level,
  text: string,
  properties?: Notification['properties'],
): Notification => ({
  descriptor: { id },
  level,
  // SARIF takes no empty text.
  message: { text: messageText(text) || 'no text' },
  ...(properties === undefined ? {} : { properties }),
});

/** `questions` of all unknown ones sum up to the unknown of the ledger. */
export const notificationsOf = (facts: ReportFacts): readonly Notification[] => {
  const { manifest, whole, unknowns } = facts;
  const gap = manifest.complete ? 'warning' : 'error';
  const shown = unknowns.groups.slice(0, groupsShown);
  const rest = unknowns.groups.slice(groupsShown);
  const restQuestions = rest.reduce((sum, group) => sum + group.verdicts, 0);
  return [
    note(
      'scan',
      manifest.complete ? 'note' : 'error',
      `Scan ${manifest.number} is ${completeness(facts)}. ${count(whole.asked)} asked: ${count(whole.pass)} pass, ${count(whole.fail)} fail, ${count(whole.unknown)} unknown, ${count(whole.notApplicable)} not applicable.`,
    ),
    ...shown.map((group) => {
      const least = group.atLeast ? 'at least ' : '';
      const mend = group.missing === '' ? group.detail : group.missing;
      const name = questionNames[group.question] ?? field(group.question);
      return note(
        'unknown',
        gap,
        `${name} in ${placeOf(manifest, group)}: ${least}${plural(group.verdicts, 'question')} unknown, ${group.reason}${mend === '' ? '' : `: ${mend}`}`,
        {
          questions: group.verdicts,
          atLeast: group.atLeast,
          reason: group.reason,
          missing: field(group.missing),
          provider: group.provider,
          account: field(group.account),
        },
      );
    }),
    ...(rest.length === 0
      ? []
      : [note('unknown', gap, `And ${count(rest.length)} more such places.`, { questions: restQuestions })]),
    ...manifest.notices.slice(0, noticesShown).map((notice) => note('notice', 'note', notice)),
    ...facts.faults.map((fault) => note('notice', 'error', `The numbers do not add up: ${fault}`)),
  ];
};
