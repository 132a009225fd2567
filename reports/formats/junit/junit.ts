/**
 * A scan as JUnit XML, as Jenkins, GitLab and others read it: a suite for each check, one for what could not be judged.
 * A fail is a failure, unknown is an error, what is excepted or not applicable is skipped. What passes a scan counts and
 * does not keep, so it is one case of a suite; the properties have the numbers.
 */
import { compareText } from '#model/resource.ts';
import { noCounts } from '#model/scan.ts';
import { count, plural } from '../../text/numbers.ts';
import { completeness } from '../../text/sentences.ts';
import type { Format, FormatInput } from '../format.ts';
import { oneFile } from '../format.ts';
import { ledgerFields } from '../ledger-fields.ts';
import { standingOf } from '../standing.ts';
import { findingCase, testCase, unknownCase } from './cases.ts';
import type { CaseCounts } from './tally.ts';
import { addCases, tallyOf } from './tally.ts';
import { attributes } from './xml.ts';

const properties = (values: Readonly<Record<string, string | number | boolean>>): string =>
  ` <properties>${Object.entries(values)
    .map(([name, value]) => `<property${attributes({ name, value: String(value) })}/>`)
    .join('')}</properties>\n`;

const open = (name: string, cases: CaseCounts, timestamp: string): string =>
  ` <testsuite${attributes({ name, ...cases, timestamp })}>\n`;
const close = ' </testsuite>\n';

async function* body({ reader, facts }: FormatInput): AsyncGenerator<string> {
  const { manifest, checks, unknowns } = facts;
  const tally = await tallyOf(reader, facts);
  const at = manifest.finishedAt.replace(/(?:\.\d+)?Z$/u, 'Z');
  const scanCases: CaseCounts = { tests: 1, failures: 0, errors: manifest.complete ? 0 : 1, skipped: 0 };
  const all = [...tally.checks.values(), tally.unknowns].reduce(addCases, scanCases);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name: `Plumbline, scan ${manifest.number} of ${manifest.estate}`, ...all })}>\n`;

  const { complete, ...numbers } = ledgerFields(facts);
  yield open('scan', scanCases, at);
  yield properties({
    scan: manifest.number,
    estate: manifest.estate,
    plumbline: manifest.plumbline,
    complete,
    ...numbers,
  });
  yield testCase(
    'scan',
    'the scan is complete',
    complete
      ? ''
      : `<error${attributes({ message: `${completeness(facts)}; ${plural(unknowns.verdicts, 'question')} unknown`, type: 'incomplete' })}/>`,
  );
  yield close;

  // Findings come sorted by check, so one pass serves all suites; a check without findings has its suite in its place.
  const ids = [...tally.checks.keys()].toSorted(compareText);
  const findings = reader.findings()[Symbol.asyncIterator]();
  let next = await findings.next();
  try {
    for (const id of ids) {
      const { asked, pass, fail, unknown, notApplicable } = manifest.counts[id] ?? noCounts;
      yield open(id, tally.checks.get(id) ?? scanCases, at);
      yield properties({
        title: checks.get(id)?.title ?? id,
        severity: checks.get(id)?.severity ?? '',
        asked,
        pass,
        fail,
        unknown,
        notApplicable,
      });
      if (pass > 0) yield testCase(id, `${count(pass)} pass`);
      if (notApplicable > 0) {
        yield testCase(
          id,
          `${count(notApplicable)} not applicable`,
          `<skipped${attributes({ message: 'not applicable' })}/>`,
        );
      }
      while (next.done !== true && next.value.check === id) {
        const standing = standingOf(next.value, manifest);
        if (standing !== undefined && standing !== 'resolved') yield findingCase(next.value, standing, facts);
        next = await findings.next();
      }
      yield close;
    }
    // Only where an order other than the ledger's came out of a store.
    if (next.done !== true) throw new Error(`findings of ${next.value.check} are not where they belong`);
  } finally {
    await findings.return?.();
  }

  if (tally.unknowns.tests > 0) {
    yield open('unknown', tally.unknowns, at);
    for await (const row of reader.unknowns()) {
      for (const check of row.checks) yield unknownCase(row, check, manifest);
    }
    yield close;
  }
  yield '</testsuites>\n';
}

export const junit: Format = oneFile(
  {
    name: 'junit',
    about: 'JUnit XML, for the test reports of Jenkins, GitLab and others',
    file: 'junit.xml',
    mediaType: 'application/xml',
  },
  body,
);
