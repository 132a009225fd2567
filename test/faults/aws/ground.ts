/** A small organisation in AWS, with two regions. */
import { allChecks } from '#checks/index.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import { demoEstateDirectory } from '#sandbox/demo-estate.ts';
import type { ConfigItem, Estate } from '#sandbox/estate/estate.ts';
import { itemsIn } from '#sandbox/estate/estate.ts';
import { loadEstate } from '#sandbox/estate/load.ts';
import { startSandbox } from '#sandbox/start.ts';
import { awsSource } from '#sources/aws/source.ts';
import { dependences } from '#test/denied/dependence.ts';
import { awsOptionsFor } from '#test/support/answered-scan.ts';
import { callLog } from '../call-log.ts';
import type { CloudGround } from '../cloud-ground.ts';
import { failedCalls, gaveUpEarly, touchedBy } from './touched.ts';

export interface AwsGround extends CloudGround {
  readonly sandbox: Sandbox;
  /** Items of kinds that checks are on. */
  readonly items: readonly ConfigItem[];
  readonly accounts: readonly string[];
}

/** Enough for every check to pass and fail something, few enough for a scan in a fraction of a second. */
const itemsPerShelf = 4;
/** So that most queries have several pages. */
const longestPage = 8;

const accounts = new Set([
  'Meridian Security',
  'Meridian Production',
  'Meridian Staging',
  'Meridian Retired',
]);
const regions = new Set(['eu-west-1', 'us-east-1', 'global']);

/** The first of a long list. */
const few = <T extends { readonly size: number }>(series: T): T => ({
  ...series,
  size: Math.min(series.size, itemsPerShelf),
});

const reduced = (estate: Estate): Estate => {
  const kept = estate.accounts.filter(({ name }) => accounts.has(name));
  const ids = new Set(kept.map(({ id }) => id));
  return {
    ...estate,
    accounts: kept.map((account) => ({
      ...account,
      iam: {
        ...account.iam,
        users: few(account.iam.users),
        groups: few(account.iam.groups),
        roles: few(account.iam.roles),
        policies: few(account.iam.policies),
      },
      regions: account.regions.filter(({ name }) => regions.has(name)),
    })),
    shelves: estate.shelves.filter(({ account, region }) => ids.has(account) && regions.has(region)).map(few),
    withheld: estate.withheld.filter(({ account, region }) => ids.has(account) && regions.has(region)),
    live: estate.live.filter(({ account, region }) => ids.has(account) && regions.has(region)),
  };
};

export const prepareAws = async (): Promise<AwsGround> => {
  const estate = reduced(await loadEstate(demoEstateDirectory));
  const { onCall, takeCalls } = callLog();
  const sandbox = await startSandbox({ estate, longestPage, onCall });
  const quiet = await startSandbox({ estate, longestPage });
  const judged = new Set<string>(allChecks.flatMap((check) => check.on));
  return {
    sandbox,
    takeCalls,
    items: estate.shelves
      .filter((shelf) => judged.has(shelf.kind) && shelf.region !== 'global')
      .flatMap((shelf) => [...itemsIn(shelf)]),
    accounts: estate.accounts.filter((one) => one.status === 'ACTIVE').map((one) => one.id),
    source: ({ route, ...more }, peace) =>
      awsSource(awsOptionsFor(peace === undefined ? sandbox : quiet, route, more)),
    consequences: (calls, scenario, undisturbed) => {
      const failed = failedCalls(calls, scenario, sandbox.account);
      return {
        failed,
        gaveUp: gaveUpEarly(calls, scenario, sandbox.account),
        touched: touchedBy(failed, scenario, dependences(allChecks, scenario.route, undisturbed)),
      };
    },
    close: async () => {
      await Promise.all([sandbox.close(), quiet.close()]);
    },
  };
};
