/** Sorts items into what a query can answer with and what AWS Config only knows of, as the recorders have it. */
import { compareText } from '#model/resource.ts';
import {
  type AccountFacts,
  type ConfigItem,
  mapSeries,
  type Series,
  type Shelf,
  seriesOf,
} from './estate.ts';
import { groupItem, policyItem, recorderItem, roleItem, userItem } from './iam-items.ts';
import { configItem } from './items.ts';
import { globalKinds, isSupported, recordsKind } from './recording.ts';
import type { Calendar } from './time.ts';

export interface Shelves {
  readonly shelves: readonly Shelf[];
  readonly withheld: readonly Shelf[];
  readonly live: readonly Shelf[];
}

export const shelf = (account: string, region: string, kind: string, items: Series<ConfigItem>): Shelf => ({
  account,
  region,
  kind,
  ...items,
});

export const sortShelves = (shelves: readonly Shelf[]): Shelf[] =>
  shelves.toSorted(
    (a, b) =>
      compareText(a.account, b.account) || compareText(a.region, b.region) || compareText(a.kind, b.kind),
  );

const isQueryable = (item: ConfigItem): boolean =>
  item.configurationItemStatus === 'OK' || item.configurationItemStatus === 'ResourceDiscovered';

const exists = (item: ConfigItem): boolean =>
  isQueryable(item) || item.configurationItemStatus === 'ResourceNotRecorded';

const recorderOf = (account: AccountFacts | undefined, region: string) =>
  account?.recorders.find((recorder) => recorder.region === region);

/** Items of a region without a recorder are known to their own services only. */
export const shelveItems = (items: readonly ConfigItem[], accounts: readonly AccountFacts[]): Shelves => {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const queryable = new Map<string, ConfigItem[]>();
  const known = new Map<string, ConfigItem[]>();
  const live = new Map<string, ConfigItem[]>();
  const add = (to: Map<string, ConfigItem[]>, item: ConfigItem): void => {
    const key = JSON.stringify([
      item.accountId,
      item.awsRegion,
      item.resourceType,
      to === known ? item.configurationItemStatus : '',
    ]);
    const list = to.get(key);
    if (list === undefined) to.set(key, [item]);
    else list.push(item);
  };
  for (const item of items) {
    if (exists(item)) add(live, item);
    const recorder = recorderOf(byId.get(item.accountId), item.awsRegion);
    if (recorder === undefined || !isSupported(item.resourceType)) continue;
    if (!recordsKind(recorder, item.resourceType)) {
      add(known, { ...item, configurationItemStatus: 'ResourceNotRecorded' });
    } else if (isQueryable(item)) {
      add(queryable, item);
    } else {
      add(known, item);
    }
  }
  const made = (from: Map<string, ConfigItem[]>): Shelf[] =>
    sortShelves(
      [...from.values()].flatMap((list) => {
        const [first] = list;
        return first === undefined
          ? []
          : [shelf(first.accountId, first.awsRegion, first.resourceType, seriesOf(list))];
      }),
    );
  return { shelves: made(queryable), withheld: made(known), live: made(live) };
};

/** IAM kinds and recorders, made from the account's facts on demand. */
export const accountShelves = (
  account: AccountFacts,
  partition: string,
  organization: string,
  calendar: Calendar,
): Shelf[] => {
  const place = {
    partition,
    account: account.id,
    region: 'global',
    organization,
    createdAt: calendar.daysAgo(500, account.id),
  };
  const common = { itemStatus: 'OK' } as const;
  const item = (kind: string, expanded: Parameters<typeof configItem>[1], tags = {}) =>
    configItem(kind, expanded, { ...common, tags }, place, calendar);
  const { iam } = account;
  const global = [
    shelf(
      account.id,
      'global',
      'AWS::IAM::User',
      mapSeries(iam.users, (one) => item('AWS::IAM::User', userItem(one))),
    ),
    shelf(
      account.id,
      'global',
      'AWS::IAM::Group',
      mapSeries(iam.groups, (one) => item('AWS::IAM::Group', groupItem(one))),
    ),
    shelf(
      account.id,
      'global',
      'AWS::IAM::Role',
      mapSeries(iam.roles, (one) => item('AWS::IAM::Role', roleItem(one))),
    ),
    shelf(
      account.id,
      'global',
      'AWS::IAM::Policy',
      mapSeries(iam.policies, (one) => item('AWS::IAM::Policy', policyItem(one))),
    ),
  ].filter(
    ({ kind }) => globalKinds.includes(kind) && account.recorders.some((one) => recordsKind(one, kind)),
  );
  const kind = 'AWS::Config::ConfigurationRecorder';
  const recorders = account.recorders
    .filter((recorder) => recordsKind(recorder, kind))
    .map((recorder) =>
      shelf(
        account.id,
        recorder.region,
        kind,
        seriesOf([
          configItem(
            kind,
            recorderItem(recorder, partition, account.id),
            common,
            { ...place, region: recorder.region },
            calendar,
          ),
        ]),
      ),
    );
  return [...global, ...recorders].filter((one) => one.size > 0);
};
