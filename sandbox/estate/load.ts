/** Reads the files of an estate. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccountFacts, Estate } from './estate.ts';
import { iamFacts, iamShape } from './iam-file.ts';
import { readOrganization } from './organization-file.ts';
import { type FiledItem, readResourceFile } from './resource-file.ts';
import { accountShelves, shelveItems, sortShelves } from './shelve.ts';
import { calendarFrom } from './time.ts';
import { EstateError, readYamlFile, suggestion } from './yaml-file.ts';

export interface LoadOptions {
  /** Ages count back from this day; the day of loading when omitted. */
  readonly now?: Date;
}

const organizationFile = 'organization.yaml';

/** @throws EstateError for a file that is missing or wrong, with file and line. */
export const loadEstate = async (directory: string, options: LoadOptions = {}): Promise<Estate> => {
  const calendar = calendarFrom(options.now ?? new Date());
  const names = (await readdir(directory)).filter((name) => name.endsWith('.yaml')).sort();
  if (!names.includes(organizationFile)) {
    throw new EstateError(
      `${directory} has no ${organizationFile}: an estate needs one, and a file per account`,
    );
  }
  const organization = readOrganization(await readYamlFile(join(directory, organizationFile)));
  const { partition } = organization;
  const files = await Promise.all(
    names
      .filter((name) => name !== organizationFile)
      .map(async (name) => {
        const yaml = await readYamlFile(join(directory, name));
        return { yaml, ...readResourceFile(yaml) };
      }),
  );
  const filed: FiledItem[] = [];
  const accounts = organization.accounts.map((account): AccountFacts => {
    const mine = files.filter((file) => file.account === account.key);
    const [iam, second] = mine.flatMap((file) => (file.iam === undefined ? [] : [file]));
    if (second !== undefined)
      second.yaml.wrong(['iam'], `${account.key} has its iam section in another file already`);
    for (const file of mine) {
      filed.push(
        ...file.items(
          { partition, account: account.id, organization: organization.organization.id },
          calendar,
        ),
      );
    }
    const where = { partition, account: account.id, region: 'global' };
    return {
      id: account.id,
      name: account.name,
      email: account.email,
      status: account.status,
      joinedAt: calendar.daysAgo(800, account.id),
      regions: account.regions,
      recorders: account.recorders,
      reader: account.reader,
      iam: iamFacts(iam?.iam ?? iamShape.parse({}), where, calendar),
    };
  });
  const keys = organization.accounts.map((account) => account.key);
  for (const { yaml, account } of files) {
    if (!keys.includes(account)) {
      yaml.wrong(['account'], `no account ${account} in ${organizationFile}${suggestion(account, keys)}`);
    }
  }
  refuseTwins(filed);
  refuseDangling(filed);
  const { shelves, withheld, live } = shelveItems(
    filed.map(({ item }) => item),
    accounts,
  );
  return {
    name: organization.name,
    partition,
    homeRegion: organization.homeRegion,
    organization: organization.organization,
    caller: organization.caller,
    accounts,
    aggregators: organization.aggregators,
    denials: organization.denials,
    shelves: sortShelves([
      ...shelves,
      ...accounts.flatMap((account) =>
        accountShelves(account, partition, organization.organization.id, calendar),
      ),
    ]),
    withheld,
    live,
  };
};

const refuseTwins = (filed: readonly FiledItem[]): void => {
  const seen = new Set<string>();
  for (const { item, wrong } of filed) {
    const key = [item.accountId, item.awsRegion, item.resourceType, item.resourceId].join(' ');
    if (seen.has(key)) wrong(`two resources have the same name: ${key}`);
    seen.add(key);
  }
};

/** A name that refers to nothing is a slip of the pen; an id that begins like `vpc-0a1b…` may point anywhere. */
const refuseDangling = (filed: readonly FiledItem[]): void => {
  const known = new Set(filed.map(({ item }) => item.resourceId));
  for (const { references, wrong } of filed) {
    const missing = references.find(({ id }) => !known.has(id));
    if (missing !== undefined) {
      wrong(`no ${missing.kind} is named ${missing.name} there; list it, or write an id to point elsewhere`);
    }
  }
};
