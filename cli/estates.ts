/** The sample estates that come with Plumbline, and how each is to be scanned. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '#config/usage-error.ts';
import { demoEstateDirectory } from '#sandbox/demo-estate.ts';
import type { Estate } from '#sandbox/estate/estate.ts';
import type { ScanFlags } from './settings.ts';

export const sampleEstate = 'meridian';

const shipped = dirname(demoEstateDirectory);

/**
 * @param asked a folder, or the name of an estate that comes with Plumbline.
 * @throws UsageError when it is neither.
 */
export const estateFolder = async (asked: string, cwd: string): Promise<string> => {
  const folder = resolve(cwd, asked);
  if (existsSync(folder)) return folder;
  const names = await readdir(shipped);
  if (names.includes(asked)) return join(shipped, asked);
  throw new UsageError(`no estate is in ${asked}; with Plumbline come: ${names.join(', ')}`);
};

/** How the whole of an estate is scanned: the organisation, through its role and its aggregator if it has them. */
export const estateFlags = (
  estate: Pick<Estate, 'accounts' | 'aggregators'>,
): Pick<ScanFlags, 'account' | 'role' | 'externalId' | 'aggregator'> => {
  const reader = estate.accounts.map((account) => account.reader).find((each) => each !== 'none');
  const [aggregator] = estate.aggregators;
  return {
    account: ['organization'],
    ...(reader === undefined
      ? {}
      : {
          role: reader.role,
          ...(reader.externalId === '' ? {} : { externalId: reader.externalId }),
        }),
    ...(aggregator === undefined
      ? {}
      : { aggregator: `${aggregator.name}@${aggregator.region}@${aggregator.account}` }),
  };
};
