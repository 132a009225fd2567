/** The scan that a command speaks of: the one that was named, or the last of the configured estate. */
import { allChecks } from '#checks/index.ts';
import { ownerRulesOf } from '#config/owners.ts';
import { withOwners } from '#model/owner.ts';
import type { Manifest, ScanReader } from '#model/scan.ts';
import { openScan } from '#pipeline/read-scan.ts';
import type { ReportFacts } from '#reports/facts/facts.ts';
import { gatherFacts } from '#reports/facts/facts.ts';
import type { StoreDriver } from '#store/driver.ts';
import type { GlobalFlags } from './context.ts';
import type { Io } from './io.ts';
import type { Settings } from './settings.ts';
import { loadSettings } from './settings.ts';
import { openStore, scanNumber } from './store.ts';

export interface OpenedScan {
  readonly settings: Settings;
  readonly store: StoreDriver;
  readonly reader: ScanReader;
}

/** @param number as it was typed; the last scan when left out. */
export const openAsked = async (
  io: Io,
  flags: GlobalFlags & { readonly out?: string },
  number: string | undefined,
): Promise<OpenedScan> => {
  const settings = await loadSettings(io, flags);
  const store = await openStore(settings);
  const reader = await openScan(store, number === undefined ? 'latest' : scanNumber(number));
  return { settings, store, reader: withOwners(reader, ownerRulesOf(settings.configuration)) };
};

export const readFacts = (reader: ScanReader, earlier: readonly Manifest[] = []): Promise<ReportFacts> =>
  gatherFacts(reader, allChecks, earlier);
