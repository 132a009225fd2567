/** `plumbline checks`: the catalogue as a list, and one check explained. */
import type { Check, CheckMetadata } from '#model/check.ts';
import { questionOf, questions } from '#model/check.ts';
import { plural } from '../text/numbers.ts';
import { questionNames } from '../text/wording.ts';
import { controlLines } from './finding.ts';
import type { ScreenOptions } from './screen.ts';
import { Screen } from './screen.ts';

export const renderCheckList = (checks: readonly CheckMetadata[], options: ScreenOptions): string => {
  const screen = new Screen(options);
  const blocks = questions.flatMap((question) => {
    const own = checks.filter((check) => questionOf(check.id) === question);
    if (own.length === 0) return [];
    const width = Math.max(...own.map((check) => check.id.length));
    const longest = Math.max(...own.map((check) => check.title.length));
    const wide = screen.width >= width + 14 + longest;
    return [
      `${questionNames[question]}, ${plural(own.length, 'check')}`,
      ...own
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .flatMap((check) => {
          const lead = `  ${screen.left(check.severity, 9)} `;
          return wide
            ? [`${lead}${screen.left(check.id, width)}  ${screen.own(check.title)}`]
            : [`${lead}${check.id}`, ...screen.wrap(screen.own(check.title), 4)];
        }),
      '',
    ];
  });
  return `${[...blocks, plural(checks.length, 'check')].map((line) => line.trimEnd()).join('\n')}\n`;
};

const unknownWhen = (check: Check): string => {
  if (check.compares !== undefined) return 'a part that another check looks at';
  if (check.reads.length === 0) return 'a part that decides';
  return check.reads.length === 1 ? check.reads.join('') : `one of ${check.reads.join(', ')}`;
};

/** `permissions` are the calls that its parts are read by, as the caller derives them. */
export const renderCheck = (check: Check, permissions: readonly string[], options: ScreenOptions): string => {
  const screen = new Screen(options);
  const fact = (name: string, value: string): readonly string[] =>
    value === '' ? [] : [`  ${screen.left(name, 11)}${screen.own(value)}`];
  const block = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', title, ...lines];
  const lines = [
    screen.colors.bold(screen.own(check.title)),
    ...fact('check', check.id),
    ...fact('earlier', (check.aliases ?? []).join(', ')),
    ...fact('severity', check.severity),
    ...fact('on', check.compares === undefined ? check.on.join(', ') : 'what the other checks look at'),
    ...fact('reads', check.reads.join(', ')),
    ...fact('may read', check.mayRead.join(', ')),
    ...fact('uses', check.uses.join(', ')),
    '',
    ...screen.wrap(screen.own(check.consequence)),
    ...block('Fix', screen.wrap(screen.own(check.remediation), 2)),
    ...block('Controls', controlLines(check, screen)),
    ...block(
      'Permissions',
      permissions.map((permission) => `  ${permission}`),
    ),
    ...block('Unknown when', [`  ${unknownWhen(check)} was not read`]),
    ...block(
      'Sources',
      check.sources.map((source) => `  ${screen.name(source)}`),
    ),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
};
