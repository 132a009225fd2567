/**
 * What a scan found in AWS, in the AWS Security Finding Format: a file for each call of BatchImportFindings, by account
 * and region, and at last a summary that says what of the scan is not in them.
 */
import type { Provider } from '#model/resource.ts';
import { field } from '../../text/field.ts';
import type { Format, FormatFile, FormatInput } from '../format.ts';
import { ledgerFields } from '../ledger-fields.ts';
import { standingOf } from '../standing.ts';
import type { Batch, BatchLimits } from './batches.ts';
import { Batches } from './batches.ts';
import { asffContext, findingOf, unknownFinding } from './finding.ts';
import { hubPlace } from './place.ts';

const mediaType = 'application/json';

async function* arrayOf(items: readonly string[]): AsyncGenerator<string> {
  yield `[\n${items.join(',\n')}\n]\n`;
}

const fileOf = ({ place, number, findings }: Batch): FormatFile => ({
  name: `asff/${place.account}/${place.region}/${String(number).padStart(4, '0')}.json`,
  mediaType,
  body: arrayOf(findings),
});

/** What no Security Hub takes: findings and places of other clouds, and those of no account. */
class LeftOut {
  readonly #counts = new Map<string, { findings: number; unknown: number }>();

  add(provider: Provider, what: 'findings' | 'unknown', number = 1): void {
    const key = provider === 'aws' ? 'awsWithoutAccount' : provider;
    const counts = this.#counts.get(key) ?? { findings: 0, unknown: 0 };
    counts[what] += number;
    this.#counts.set(key, counts);
  }

  counts(): Readonly<Record<string, unknown>> {
    return Object.fromEntries([...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}

async function* files(
  { reader, facts }: FormatInput,
  limits: BatchLimits | undefined,
): AsyncGenerator<FormatFile> {
  const { manifest } = facts;
  const context = asffContext(facts);
  const batches = new Batches(limits);
  const leftOut = new LeftOut();
  const written = { files: 0, findings: 0 };
  const count = (batch: Batch): FormatFile => {
    written.files += 1;
    written.findings += batch.findings.length;
    return fileOf(batch);
  };
  for await (const finding of reader.findings()) {
    const standing = standingOf(finding, manifest);
    if (standing === undefined) continue;
    const place = finding.provider === 'aws' ? hubPlace(finding, finding.id) : undefined;
    if (place === undefined) leftOut.add(finding.provider, 'findings');
    else {
      for (const batch of batches.add(place, findingOf(finding, standing, place, context)))
        yield count(batch);
    }
  }
  for await (const row of reader.unknowns()) {
    const place = row.provider === 'aws' ? hubPlace(row, row.resources[0] ?? '') : undefined;
    for (const check of row.checks) {
      if (place === undefined) leftOut.add(row.provider, 'unknown', row.resources.length);
      else {
        for (const batch of batches.add(place, unknownFinding(row, check, place, context)))
          yield count(batch);
      }
    }
  }
  for (const batch of batches.rest()) yield count(batch);
  // Last: whoever finds it finds the rest.
  const summary = {
    format: 1,
    scan: manifest.number,
    estate: field(manifest.estate, 256),
    ledger: ledgerFields(facts),
    ...written,
    leftOut: leftOut.counts(),
  };
  yield { name: 'asff/summary.json', mediaType, body: oneText(`${JSON.stringify(summary, null, 1)}\n`) };
}

async function* oneText(text: string): AsyncGenerator<string> {
  yield text;
}

/** Other limits in tests only. */
export const asffOf = (limits?: BatchLimits): Format => ({
  name: 'asff',
  about: 'AWS Security Finding Format, for Security Hub',
  owns: (name) => /^asff\/(?:summary\.json|\d{12}\/[a-z0-9-]+\/\d{4,}\.json)$/u.test(name),
  files: (input) => files(input, limits),
});

export const asff: Format = asffOf();
