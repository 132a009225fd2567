/** The finding that somebody typed the beginning of; what may have been meant when there is none, or several. */
import { allChecks } from '#checks/index.ts';
import { UsageError } from '#config/usage-error.ts';
import type { Finding } from '#model/finding.ts';
import type { ScanReader } from '#model/scan.ts';
import { FindingLookupError, findFinding } from '#pipeline/find-finding.ts';
import type { Screen } from '#reports/console/screen.ts';
import { indexChecks, titleOf } from '#reports/text/wording.ts';

export const findAsked = async (
  reader: ScanReader,
  typed: string,
  screen: Screen,
  command: string,
): Promise<Finding> => {
  try {
    return await findFinding(reader, typed);
  } catch (cause) {
    if (!(cause instanceof FindingLookupError)) throw cause;
    const checks = indexChecks(allChecks);
    const lines = cause.candidates.map(
      (finding) =>
        `  ${finding.finding.slice(0, 10)}  ${screen.left(finding.severity, 8)}  ${screen.own(titleOf(finding, checks))}`,
    );
    const hint = lines.length === 0 ? [`The findings: ${command} report`] : lines;
    throw new UsageError([screen.name(cause.message), ...hint].join('\n'), { cause });
  }
};
