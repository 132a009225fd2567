/** A scan as OCSF Compliance Findings, one JSON object a line, as Security Lake's and other collectors read them. */
import { compareText } from '#model/resource.ts';
import type { Format, FormatInput } from '../format.ts';
import { oneFile } from '../format.ts';
import { standingOf } from '../standing.ts';
import { countedEvent, unknownEvent } from './counted.ts';
import type { OcsfEvent } from './event.ts';
import { scanContext } from './event.ts';
import { findingEvent } from './finding.ts';

/** Findings, then what is unknown, then what is counted; Parquet takes its rows from here too. */
export async function* ocsfEvents({ reader, facts }: FormatInput): AsyncGenerator<OcsfEvent> {
  const { manifest } = facts;
  const context = scanContext(facts);
  for await (const finding of reader.findings()) {
    const standing = standingOf(finding, manifest);
    if (standing !== undefined) yield findingEvent(finding, standing, context);
  }
  for await (const row of reader.unknowns()) {
    for (const check of row.checks) yield unknownEvent(row, check, context);
  }
  for (const [check, counts] of Object.entries(manifest.counts).toSorted(([a], [b]) => compareText(a, b))) {
    if (counts.pass > 0) yield countedEvent('pass', check, counts.pass, context);
    if (counts.notApplicable > 0) yield countedEvent('notApplicable', check, counts.notApplicable, context);
  }
}

export const ocsf: Format = oneFile(
  {
    name: 'ocsf',
    about: 'OCSF Compliance Findings as NDJSON, for Security Lake and other collectors',
    file: 'findings.ocsf.ndjson',
    mediaType: 'application/x-ndjson',
  },
  async function* body(input: FormatInput) {
    for await (const event of ocsfEvents(input)) yield `${JSON.stringify(event)}\n`;
  },
);
