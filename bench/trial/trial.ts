/** Two first scans: a start-up's one account, and an organisation that nobody has prepared. */

import { defaultRegions } from '#model/aws/regions.ts';
import { compareText } from '#model/resource.ts';
import type { AccountFacts, Estate } from '#sandbox/estate/estate.ts';
import { startSandbox } from '#sandbox/start.ts';
import type { Measured } from '../result.ts';
import { chargesOf } from './charges.ts';
import { organizationEstate, startUpEstate } from './estates.ts';
import { type FirstScan, firstScan } from './first-scan.ts';

export const trial = async (): Promise<readonly Measured[]> => [await startUp(), await organization()];

const startUp = async (): Promise<Measured> => {
  const sandbox = await startSandbox({ estate: startUpEstate() });
  try {
    const scan = await firstScan(sandbox, { accounts: 'caller' });
    return {
      name: 'trial-start-up',
      // A scan can't end before its first finding.
      ours: scan.firstFinding,
      reference: scan.end,
      notes: [
        `${scan.manifest.resources} resources in ${defaultRegions.length} regions; ${Object.keys(scan.manifest.counts).length} checks, undecided: ${scan.undecided.join(', ') || 'none'}`,
        `first finding after ${scan.firstFinding.toFixed(0)} ms of ${scan.end.toFixed(0)} ms`,
        ...priceOf(scan),
      ],
    };
  } finally {
    await sandbox.close();
  }
};

const priceOf = ({ manifest, byAction }: FirstScan): readonly string[] => {
  const { calls, dollars } = chargesOf(byAction);
  const most = [...byAction]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 6)
    .map(([action, count]) => `${action} ${count}`);
  return [
    `${manifest.calls} calls, most of them ${most.join(', ')}`,
    `${calls} of a service that charges for requests: ${dollars < 0.01 ? 'less than 1 cent' : `${dollars.toFixed(2)} US dollars`}; none of AWS Config's recording, Cost Explorer or CloudWatch metrics`,
  ];
};

const shape = { accounts: 300, closed: 12, suspended: 5 };

const organization = async (): Promise<Measured> => {
  const estate = organizationEstate(shape);
  const growing = growingDuringScan(estate);
  const sandbox = await startSandbox({
    estate: growing.estate,
    onCall: ({ action }) => {
      if (action === 'sts:AssumeRole') growing.grow();
    },
  });
  try {
    const scan = await firstScan(sandbox, {
      accounts: 'organization',
      role: { name: 'PlumblineReader', externalId: 'trial' },
    });
    const listed = shape.accounts;
    const told = scan.judged.size + scan.unknown.size + scan.excluded.size;
    const regions = scan.judged.size * defaultRegions.length;
    const perRegion = regionalCalls(scan) / regions;
    return {
      name: 'trial-organisation',
      ours: (scan.manifest.calls / scan.manifest.resources) * 1_000,
      // One call for each kind that a check reads and each region: without it, nobody knows that there is none.
      reference: ((regions * kindsOf(scan)) / scan.manifest.resources) * 1_000,
      unit: 'calls per 1,000 resources',
      notes: [
        `${listed} accounts listed = ${scan.judged.size} judged + ${scan.unknown.size} unknown + ${scan.excluded.size} excluded${told === listed ? '' : ` (but ${told} told of)`}; unknown: ${named(scan.unknown)}; excluded: ${named(scan.excluded)}`,
        `the account that was made during the scan is ${scan.judged.has(growing.late) || scan.unknown.has(growing.late) ? 'in it' : 'in the next one'}`,
        `${scan.manifest.resources} resources in ${regions} regions, ${perRegion.toFixed(1)} calls a region, ${scan.byAction.get('sts:AssumeRole') ?? 0} roles assumed, ${(scan.end / 1_000).toFixed(0)} s with client and server in one process`,
        ...priceOf(scan),
      ],
    };
  } finally {
    await sandbox.close();
  }
};

const named = (ids: ReadonlySet<string>): string => [...ids].sort(compareText).join(' ');

const isRegional = (action: string): boolean => !/^(?:iam|sts|organizations|account):/.test(action);

const regionalCalls = ({ byAction }: FirstScan): number =>
  [...byAction].reduce((sum, [action, count]) => (isRegional(action) ? sum + count : sum), 0);

/** Operations that list a kind. */
const kindsOf = ({ byAction }: FirstScan): number =>
  [...byAction.keys()].filter((action) => isRegional(action) && /:(?:List|Describe)/.test(action)).length;

/** An organisation whose last account appears when the first role is assumed. */
const growingDuringScan = (
  estate: Estate,
): { readonly estate: Estate; readonly late: string; readonly grow: () => void } => {
  const late: AccountFacts = {
    ...(estate.accounts[0] as AccountFacts),
    id: '999900000001',
    name: 'made-during-the-scan',
  };
  let grown = false;
  return {
    late: late.id,
    grow: () => {
      grown = true;
    },
    estate: {
      ...estate,
      get accounts() {
        return grown ? [...estate.accounts, late] : estate.accounts;
      },
    },
  };
};
