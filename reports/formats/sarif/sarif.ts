/**
 * A scan as SARIF 2.1.0: `findings.sarif` with what is open and what is excepted, which is what code scanning is to be
 * fed; and `resolved.sarif` with what this scan found mended, since a reader that knows no `baselineState` would take
 * those for open. More findings than a run may hold are parted into `findings-1-of-2.sarif` and so on.
 */
import type { Log, Run } from 'sarif';
import type { Format, FormatFile, FormatInput } from '../format.ts';
import { ledgerFields } from '../ledger-fields.ts';
import { standingOf } from '../standing.ts';
import { uriSegment } from './location.ts';
import { notificationDescriptors, notificationsOf } from './notifications.ts';
import type { Survey } from './parts.ts';
import { gitHubRoom, partOf, survey } from './parts.ts';
import { resultOf } from './result.ts';
import type { Rules } from './rules.ts';
import { rulesOf } from './rules.ts';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const mediaType = 'application/sarif+json';

interface Part {
  readonly name: string;
  /** Empty, or `part-1-of-2/`: GitHub keeps the alerts of each category apart. */
  readonly category: string;
  readonly results: number;
  readonly takes: (finding: { readonly finding: string }, resolved: boolean) => boolean;
}

const partsOf = ({ parts, results, resolved }: Survey): readonly Part[] => [
  ...results.map((held, index): Part => {
    const of = `${index + 1}-of-${parts}`;
    return {
      name: parts === 1 ? 'findings.sarif' : `findings-${of}.sarif`,
      category: parts === 1 ? '' : `part-${of}/`,
      results: held,
      takes: (finding, isResolved) => !isResolved && partOf(finding, parts) === index,
    };
  }),
  { name: 'resolved.sarif', category: 'resolved/', results: resolved, takes: (_, isResolved) => isResolved },
];

const runOf = ({ facts }: FormatInput, part: Part, rules: Rules, found: Survey): Run => {
  const { manifest } = facts;
  return {
    tool: {
      driver: {
        name: 'Plumbline',
        version: manifest.plumbline,
        rules: [...rules.descriptors],
        notifications: [...notificationDescriptors],
      },
    },
    automationDetails: {
      id: `plumbline/${uriSegment(manifest.estate)}/${part.category}scan-${manifest.number}`,
    },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        // A scan that left out what it should have read is no success, whatever it found.
        executionSuccessful: manifest.complete,
        startTimeUtc: manifest.startedAt,
        endTimeUtc: manifest.finishedAt,
        toolExecutionNotifications: [...notificationsOf(facts)],
      },
    ],
    properties: {
      scan: manifest.number,
      run: manifest.run,
      comparedWith: manifest.comparedWith,
      questions: ledgerFields(facts),
      parts: found.parts,
      resultsOfPart: part.results,
      resultsOfAll: found.results.reduce((sum, held) => sum + held, 0),
    },
    // Last, since it is streamed.
    results: [],
  };
};

async function* body(input: FormatInput, part: Part, rules: Rules, found: Survey): AsyncGenerator<string> {
  const { reader, facts } = input;
  const log: Log = { $schema: schema, version: '2.1.0', runs: [runOf(input, part, rules, found)] };
  const whole = JSON.stringify(log);
  const end = ']}]}';
  yield whole.slice(0, -end.length);
  const context = { rules, checks: facts.checks, compared: facts.manifest.comparedWith > 0 };
  let separator = '\n';
  for await (const finding of reader.findings()) {
    const standing = standingOf(finding, facts.manifest);
    if (standing === undefined || !part.takes(finding, standing === 'resolved')) continue;
    yield `${separator}${JSON.stringify(resultOf(finding, standing, context))}`;
    separator = ',\n';
  }
  yield `\n${end}\n`;
}

/** Room of one run; another in tests only. */
export const sarifOf = (room = gitHubRoom): Format => ({
  name: 'sarif',
  about: 'SARIF 2.1.0, for GitHub code scanning and other viewers of results',
  owns: (name) => /^(?:findings(?:-\d+-of-\d+)?|resolved)\.sarif$/u.test(name),
  async *files(input): AsyncGenerator<FormatFile> {
    const { manifest, checks } = input.facts;
    const found = await survey(input.reader, manifest, room);
    const rules = rulesOf(manifest, checks, found.severities);
    for (const part of partsOf(found)) {
      yield { name: part.name, mediaType, body: body(input, part, rules, found) };
    }
  },
});

export const sarif: Format = sarifOf();
