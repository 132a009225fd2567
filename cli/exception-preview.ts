/** What a file of exceptions would hide, as text for its pull request. */
import { allChecks } from '#checks/index.ts';
import type { ExceptionPreview } from '#engine/exceptions/preview.ts';
import { shown } from '#engine/exceptions/preview.ts';
import type { ExceptionStatus, Manifest } from '#model/scan.ts';
import type { Screen } from '#reports/console/screen.ts';
import { count, plural } from '#reports/text/numbers.ts';
import { indexChecks, placeOf, titleOf } from '#reports/text/wording.ts';

const words: Readonly<Record<ExceptionStatus, string>> = {
  'in-force': 'in force',
  'ends-soon': 'ends soon',
  expired: 'expired',
  void: 'void',
  unmatched: 'matches nothing',
};

export const previewText = (
  preview: ExceptionPreview,
  manifest: Manifest,
  file: string,
  screen: Screen,
): string => {
  const checks = indexChecks(allChecks);
  const entries = preview.entries.flatMap(({ row, hidden }) => [
    '',
    `${screen.left(words[row.status], 16)}${screen.name(row.check)}  until ${row.until}, hides ${count(row.hides)}`,
    ...screen.wrap(screen.name(`${row.resource}: ${row.reason}`), 16),
    ...screen.wrap(
      screen.name(
        `owner ${row.owner}, approved by ${row.approvedBy}${row.ticket === '' ? '' : `, ${row.ticket}`}`,
      ),
      16,
    ),
    ...hidden.map(
      (finding) =>
        `${' '.repeat(16)}${finding.finding.slice(0, 10)}  ${screen.left(finding.severity, 8)}  ${screen.own(titleOf(finding, checks))}  ${screen.name(placeOf(manifest, finding))}`,
    ),
    ...(row.hides > shown ? [`${' '.repeat(16)}and ${count(row.hides - shown)} more`] : []),
  ]);
  const lines = [
    `${screen.name(file)}: ${plural(preview.entries.length, 'exception')}, against scan ${manifest.number}`,
    ...entries,
    '',
    `${plural(preview.newlyHidden, 'open finding')} would be hidden, ${count(preview.noLongerHidden)} would be open again.`,
    ...preview.notices.flatMap((notice) => screen.wrap(screen.name(notice))),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
};
