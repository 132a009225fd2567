/** Messages of scans whose names are as long, as many and as hostile as they can be. */

import type { Message } from '#alerts/channel.ts';
import { prepare } from '#alerts/tell.ts';
import { alertsOf } from '#config/alerts.ts';
import { parseConfiguration } from '#config/load.ts';
import { defineCheck } from '#model/check.ts';
import { unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { ExceptionRow } from '#model/scan.ts';
import { failIfAny } from '#model/verdict.ts';
import { bucket, history, checks as sceneChecks, volume } from '#test/pipeline/scan-scene.ts';
import { scanOfTexts } from '#test/support/hostile/scan.ts';
import { hostileTexts } from '#test/support/hostile/texts.ts';
import { reportChecks } from '#test/support/scan-checks.ts';
import { scanOf } from '#test/support/scan-fixture.ts';
import { prepared } from './telling.ts';

export interface Extremes {
  readonly hostile: readonly string[];
  readonly bigName: string;
  /** How many findings, each a cause of its own. */
  readonly many: number;
}

/** Finds what the name is, so that each resource is a cause of its own and its evidence is as hostile as its name. */
const volumeNamed = defineCheck({
  id: 'data.aws.volume-named',
  title: 'Volume is named',
  finding: '{name} is named',
  consequence: 'Somebody reads it.',
  severity: 'critical',
  controls: {},
  remediation: 'Rename it.',
  sources: ['https://docs.aws.amazon.com/'],
  on: 'AWS::EC2::Volume',
  reads: ['settings'],
  evaluate: ({ settings }, { name }) =>
    failIfAny(settings.encrypted ? [] : [{ path: `settings/${name}`, found: name, expected: name }]),
});

const checks = [...sceneChecks, volumeNamed];

const named = (index: number, name: string): Resource => ({
  ...volume(`v${index}`, false, { tags: { team: name.slice(0, 300) } }),
  name,
});

const yaml = `
estate: tideway
owners: [{ tag: team }]
alerts:
  administrators: it
  report: https://reports.example.com/{run}/report.html
  channels: { it: { type: slack, url: IT_URL } }
  routes: [{ channel: it }]
`;

/** Scene → its message. */
export const messagesOf = async ({ hostile, bigName, many }: Extremes) => {
  const told: (readonly [string, Message])[] = [];
  const scene = async (
    name: string,
    before: readonly Resource[],
    now: readonly Resource[],
    estate = 'tideway',
  ): Promise<void> => {
    const past = history();
    const options = { checks, estate, accountNames: { '111122223333': bigName.slice(0, 5_000) } };
    await past.next({ resources: before }, options);
    await past.next({ resources: now }, options);
    for (const { message } of await prepared({ store: past.store, scan: 2, yaml, env: {}, checks })) {
      told.push([name, message]);
    }
  };
  const quiet = [volume('kept', true), bucket('logs', 0)];
  for (const [index, name] of hostile.entries()) {
    await scene(`hostile ${index}`, quiet, [...quiet, named(index, name)], name);
  }
  await scene(
    'one of all',
    quiet,
    [...quiet, ...hostile.map((name, index) => named(index, name))],
    bigName.slice(0, 9_000),
  );
  await scene('a name of ten megabytes', quiet, [...quiet, named(0, bigName)]);
  await scene(
    'many',
    quiet,
    Array.from({ length: many }, (_, index) => named(index, `${hostile[index % hostile.length]} ${index}`)),
  );
  await scene('lost', quiet, [
    volume('kept', unread('denied', bigName.slice(0, 10_000))),
    bucket('logs', unread('malformed', bigName.slice(0, 10_000))),
    ...hostile.map((name, index) => named(index, name)),
  ]);
  await scene('resolved', [...quiet, ...hostile.map((name, index) => named(index, name))], quiet);
  // Every field that a cloud or a person writes, each text once by itself and all of them at once.
  for (const texts of [hostileTexts, ...hostileTexts.map((text) => [text, text, text])]) {
    const reader = scanOfTexts(texts);
    const previous = scanOf({ number: 11 });
    const exceptions = async function* (): AsyncGenerator<ExceptionRow> {
      for await (const row of reader.exceptions()) yield { ...row, status: 'expired' };
    };
    const { prepared: all } = await prepare({
      reader: { ...reader, exceptions },
      previous: { ...previous, exceptions: () => reader.exceptions() },
      lost: () => reader.coverage(),
      checks: reportChecks,
      routing,
      channels,
      command: 'plumbline',
    });
    for (const { message } of all) told.push([`every field ${texts[0]?.slice(0, 40)}`, message]);
  }
  return told;
};

const alerts = alertsOf(
  parseConfiguration(yaml.replace('channel: it', 'channel: it, byOwner: true'), 'p'),
  {},
);
if (alerts === undefined) throw new Error('the test has channels');
const { routing, channels } = alerts;
