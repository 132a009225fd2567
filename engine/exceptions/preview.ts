/** What a file of exceptions would hide, told before it is in force: for the pull request that brings it. */
import type { Finding } from '#model/finding.ts';
import type { ExceptionRow, ScanReader } from '#model/scan.ts';
import { ExceptionDesk } from './apply.ts';
import type { ExceptionSet } from './exception.ts';

export interface ExceptionPreview {
  /** In the order of the file. */
  readonly entries: readonly {
    readonly row: ExceptionRow;
    /** The first {@link shown} that it hides. */
    readonly hidden: readonly Finding[];
  }[];
  /** Findings that are open in the scan and would be hidden. */
  readonly newlyHidden: number;
  /** Findings that the scan hides and that would be open again. */
  readonly noLongerHidden: number;
  /** Sentences on entries that hide nothing since they match too much. */
  readonly notices: readonly string[];
}

/** Findings kept per entry. */
export const shown = 20;

/** @param renamed earlier id of a check → today's. */
export const previewExceptions = async (
  set: ExceptionSet,
  reader: ScanReader,
  renamed: ReadonlyMap<string, string>,
  now: Date,
): Promise<ExceptionPreview> => {
  const first = new ExceptionDesk({ exceptions: set, renamed, now });
  for await (const finding of reader.findings()) first.apply(underTodaysId(finding, renamed));
  const hidden = set.entries.map((): Finding[] => []);
  let newlyHidden = 0;
  let noLongerHidden = 0;
  const desk = new ExceptionDesk({
    exceptions: set,
    renamed,
    now,
    tooBroad: first.tooBroad(),
    onHidden: (place, finding) => {
      const list = hidden[place];
      if (list !== undefined && list.length < shown) list.push(finding);
    },
  });
  for await (const row of reader.findings()) {
    if (row.state === 'resolved') continue;
    const after = desk.apply(underTodaysId(row, renamed));
    if (after.exception !== undefined && row.exception === undefined) newlyHidden += 1;
    if (after.exception === undefined && row.exception !== undefined) noLongerHidden += 1;
  }
  return {
    entries: desk.rows().map((row, place) => ({ row, hidden: hidden[place] ?? [] })),
    newlyHidden,
    noLongerHidden,
    notices: desk.notices(),
  };
};

const underTodaysId = (finding: Finding, renamed: ReadonlyMap<string, string>): Finding => {
  const check = renamed.get(finding.check);
  return check === undefined ? finding : { ...finding, check };
};
