/** Tells a scan as the command and the function do: from the text of plumbline.yaml to what the channels' doubles took. */
import type { Outcome } from '#alerts/deliver.ts';
import type { Prepared } from '#alerts/tell.ts';
import { prepare, tellScan } from '#alerts/tell.ts';
import { alertsOf, scanToTell } from '#config/alerts.ts';
import { parseConfiguration } from '#config/load.ts';
import type { Check } from '#model/check.ts';
import type { StoreDriver } from '#store/driver.ts';
import { checks as sceneChecks } from '#test/pipeline/scan-scene.ts';
import type { Clock } from './double.ts';
import { startClock } from './double.ts';

export interface Telling {
  readonly store: StoreDriver;
  readonly scan: number;
  /** Text of plumbline.yaml. */
  readonly yaml: string;
  /** Variables that the text names. */
  readonly env: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly timeLeft?: () => number;
  readonly checks?: readonly Check[];
}

const opened = async ({ store, scan, yaml, env, checks = sceneChecks }: Telling) => {
  const alerts = alertsOf(parseConfiguration(yaml, 'plumbline.yaml'), {
    PLUMBLINE_WEBHOOK_LOOPBACK: 'yes',
    ...env,
  });
  if (alerts === undefined) throw new Error('no channel in the configuration of the test');
  return { ...(await scanToTell(store, scan, checks)), ...alerts, command: 'plumbline' };
};

export const tell = async (telling: Telling): Promise<readonly Outcome[]> => {
  const { store, clock = startClock(), timeLeft = () => 60_000 } = telling;
  return tellScan(await opened(telling), { store, now: clock.now, sleep: clock.sleep, timeLeft });
};

export const prepared = async (telling: Telling): Promise<readonly Prepared[]> =>
  (await prepare(await opened(telling))).prepared;

export const statesOf = (outcomes: readonly Outcome[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    outcomes.map(({ delivery, state }) => [
      delivery.owner === '' ? delivery.channel : `${delivery.channel} ${delivery.owner}`,
      state,
    ]),
  );
