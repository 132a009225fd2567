/** Reads the file of attestations. */
import * as z from 'zod';
import type { Framework } from '#model/framework.ts';
import { nearestName } from '#model/nearest-name.ts';
import { dateIn, daysBetween } from '../calendar.ts';
import type { EntryProblem } from '../entry-list.ts';
import { entryDay, entryText, parseEntries } from '../entry-list.ts';
import type { Attestation, AttestationRules, AttestationSet } from './attestation.ts';

export type ParsedAttestations =
  | { readonly ok: true; readonly set: AttestationSet }
  | { readonly ok: false; readonly problems: readonly EntryProblem[] };

export interface ParseAttestationsOptions {
  /** As people name it, for messages. */
  readonly file: string;
  readonly rules: AttestationRules;
  readonly now: Date;
  readonly frameworks: readonly Framework[];
}

const entryShape = z.strictObject({
  framework: entryText('the id of a framework, such as practice'),
  control: entryText('the number of a control; put one such as 1.10 in quotes'),
  provider: entryText('a cloud: aws, azure or gcp').optional(),
  statement: entryText('what holds'),
  by: entryText('who vouches for it'),
  evidence: entryText('where it can be seen: a link, a document, a ticket'),
  from: entryDay('the first day for which it holds').optional(),
  until: entryDay('the last day for which it holds'),
});

/** An empty file holds no attestations. */
export const parseAttestations = (source: string, options: ParseAttestationsOptions): ParsedAttestations => {
  const parsed = parseEntries<Attestation>(source, {
    file: options.file,
    what: 'an attestation',
    shape: entryShape,
    rules: (entry) => ruleProblems(entry, options),
  });
  return parsed.ok ? { ok: true, set: { entries: parsed.entries, rules: options.rules } } : parsed;
};

type Problem = readonly [key: string, message: string];

const ruleProblems = (
  entry: Attestation,
  { rules, now, frameworks }: ParseAttestationsOptions,
): readonly Problem[] => [
  ...controlProblems(entry, frameworks),
  ...dayProblems(entry, rules, dateIn(rules.zone, now)),
];

const controlProblems = (entry: Attestation, frameworks: readonly Framework[]): readonly Problem[] => {
  const framework = frameworks.find(({ id }) => id === entry.framework);
  if (framework === undefined) {
    return [['framework', unknown('framework', entry.framework, frameworks)]];
  }
  const control = framework.controls.find(({ id }) => id === entry.control);
  if (control === undefined) {
    return [['control', unknown(`control of ${framework.title}`, entry.control, framework.controls)]];
  }
  if (control.decidable === 'full') {
    return [['control', `${entry.control} is decided by checks alone: an exception accepts what they find`]];
  }
  const providers = control.providers ?? framework.providers;
  if (entry.provider === undefined || providers.includes(entry.provider)) return [];
  return [
    ['provider', `${entry.control} is not asked in '${entry.provider}', only in ${providers.join(', ')}`],
  ];
};

const unknown = (what: string, name: string, all: readonly { readonly id: string }[]): string => {
  const ids = all.map(({ id }) => id);
  const nearest = nearestName(name, ids);
  const known = ids.length <= 8 ? `; there are ${ids.join(', ')}` : '';
  return `there is no ${what} '${name}'${nearest === undefined ? known : `: did you mean '${nearest}'?`}`;
};

const dayProblems = (
  { from, until }: Attestation,
  { longestDays }: AttestationRules,
  today: string,
): readonly Problem[] => {
  const days = daysBetween(today, until);
  return [
    ...(days > longestDays
      ? [
          [
            'until',
            `${until} is ${days} days away; an attestation may run ${longestDays} days at most`,
          ] as const,
        ]
      : []),
    ...(from !== undefined && from > until
      ? [['from', `it begins on ${from}, after its last day ${until}`] as const]
      : []),
  ];
};
