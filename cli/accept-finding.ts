/** Writes an exception for one finding to the file of exceptions, for `plumbline except` and `plumbline drift accept`. */
import { allChecks } from '#checks/index.ts';
import { UsageError } from '#config/usage-error.ts';
import { dateIn } from '#engine/calendar.ts';
import { addException } from '#engine/exceptions/add.ts';
import type { Exception } from '#engine/exceptions/exception.ts';
import type { Finding } from '#model/finding.ts';
import { openScan } from '#pipeline/read-scan.ts';
import { indexChecks, titleOf } from '#reports/text/wording.ts';
import type { GlobalFlags } from './context.ts';
import { commandPrefix, newScreen } from './context.ts';
import { checkedText, readExceptions } from './exceptions-file.ts';
import { findAsked } from './find-asked.ts';
import type { Io } from './io.ts';
import type { Settings } from './settings.ts';
import { openStore } from './store.ts';
import { replaceFile, shownPath } from './team-file.ts';

export interface AcceptFlags extends GlobalFlags {
  readonly owner?: string;
  readonly until?: string;
  readonly reason?: string;
  readonly ticket?: string;
  readonly approvedBy?: string;
}

/**
 * @param check throws for a finding that the command is not for.
 * @throws UsageError
 */
export const acceptFinding = async (
  io: Io,
  flags: AcceptFlags,
  settings: Settings,
  typed: string,
  check: (finding: Finding, prefix: string) => void = () => undefined,
): Promise<void> => {
  const { owner, until, reason } = flags;
  if (owner === undefined || until === undefined || reason === undefined) {
    throw new UsageError('an exception needs --owner, --until and --reason');
  }
  const prefix = commandPrefix(io, flags);
  const reader = await openScan(await openStore(settings), 'latest');
  const finding = await findAsked(reader, typed, newScreen(io, flags), prefix);
  check(finding, prefix);
  if (finding.state === 'resolved')
    throw new UsageError(`finding ${typed} is resolved: it needs no exception`);
  const file = settings.exceptionsFile;
  const { set, bytes } = await readExceptions(io, settings, file);
  const today = dateIn(settings.configuration.timezone, io.now());
  const standing = set.entries.find(
    (entry) => entry.check === finding.check && entry.resource === finding.id && entry.until >= today,
  );
  if (standing !== undefined) {
    throw new UsageError(
      `${shownPath(file, io.cwd)} excepts it already, until ${standing.until}: change that entry instead`,
    );
  }
  const text = addException(
    bytes === undefined ? '' : new TextDecoder().decode(bytes),
    entryOf(finding, { owner, until, reason, ticket: flags.ticket, approvedBy: flags.approvedBy ?? owner }),
  );
  // Through the same reading as at the next scan: what is written will be accepted there.
  checkedText(io, settings, file, text);
  if (until < today) throw new UsageError(`--until ${until} has passed`);
  await replaceFile(file, text);
  const screen = newScreen(io, flags);
  const title = titleOf(finding, indexChecks(allChecks));
  await io.stdout.write(
    [
      ...screen.wrap(`${screen.own(title)}: excepted until ${until}, from the next scan on.`),
      `Written to ${screen.name(shownPath(file, io.cwd))}; it is void as soon as the judged parts of the resource change.`,
      `Next    ${screen.colors.blue(`${prefix} except --check`)}`,
      '',
    ].join('\n'),
  );
};

interface Given {
  readonly owner: string;
  readonly until: string;
  readonly reason: string;
  readonly ticket: string | undefined;
  readonly approvedBy: string;
}

const entryOf = (finding: Finding, { owner, until, reason, ticket, approvedBy }: Given): Exception => ({
  check: finding.check,
  resource: finding.id,
  owner,
  reason,
  approvedBy,
  ...(ticket === undefined ? {} : { ticket }),
  until,
  fingerprint: finding.fingerprint,
});
