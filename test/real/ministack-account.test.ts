/** The faulty account again, in MiniStack: a second server that other people wrote, with other gaps. */
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildFaulty } from './account/build.ts';
import { certificateNames } from './account/certificates.ts';
import { distributionNames } from './account/edge.ts';
import { expected } from './account/expected.ts';
import { expectedInMinistack, unknownInMinistack } from './account/expected-ministack.ts';
import type { Place } from './account/place.ts';
import { callerAt } from './account/place.ts';
import { scanAccounts } from './account/scan.ts';
import { openOf, toldOf } from './account/told.ts';

const endpoint = process.env['PLUMBLINE_MINISTACK'];
if (endpoint === undefined) {
  console.log('MiniStack is not running (npm run test:real starts it); skipped, proves nothing');
}

/** Volumes that came with an instance have no name. */
const volumeNames = async ({ settings }: Place): Promise<readonly (readonly [string, string])[]> => {
  const { Reservations = [] } = await new EC2Client(settings).send(new DescribeInstancesCommand({}));
  return Reservations.flatMap(({ Instances = [] }) => Instances).flatMap(
    ({ BlockDeviceMappings = [], Tags = [] }) =>
      BlockDeviceMappings.map(({ Ebs }) => [Ebs?.VolumeId ?? '', `volume of ${Tags[0]?.Value}`] as const),
  );
};

describe.skipIf(endpoint === undefined)('an account without AWS Config in MiniStack', () => {
  let names: ReadonlyMap<string, string>;
  let caller: Place;

  beforeAll(async () => {
    await fetch(`${endpoint}/_ministack/reset`, { method: 'POST' });
    caller = callerAt(endpoint ?? '');
    await buildFaulty(caller);
    names = new Map([
      ...(await distributionNames(caller)),
      ...(await certificateNames(caller)),
      ...(await volumeNames(caller)),
    ]);
  });

  it.each(['direct', 'auto'] as const)(
    'shows its faults, and what can not be told (%s)',
    async (inventory) => {
      const scanned = await scanAccounts(caller, inventory);
      expect(toldOf(scanned, names)).toEqual({ ...expected, ...expectedInMinistack });
      expect(openOf(scanned)).toEqual(unknownInMinistack);
    },
  );
});
