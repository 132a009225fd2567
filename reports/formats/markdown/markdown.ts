/**
 * A scan as a Markdown summary, for a comment or the summary of a job: how bad, can it be trusted, what is worst, what
 * could not be judged. Never longer than the comment that GitHub takes, however large the scan.
 *
 * Source: GitHub: 65,536 characters of a comment, 1 MiB of a step's summary.
 */
import { hash } from 'node:crypto';
import type { ReportFacts } from '../../facts/facts.ts';
import type { Ledger } from '../../facts/ledger.ts';
import type { UnknownGroup } from '../../facts/unknowns.ts';
import type { Cause } from '../../facts/worst.ts';
import { cleanName, cutMiddle } from '../../text/clean.ts';
import { count, percent, plural, utcMinute } from '../../text/numbers.ts';
import { causeNote, completeness, emptySentence, headline, secondSentence } from '../../text/sentences.ts';
import { openFor, ownerOf, placeOf, questionNames, whyOf } from '../../text/wording.ts';
import type { Format, FormatInput } from '../format.ts';
import { oneFile } from '../format.ts';
import { code, row, tableHead, words } from './text.ts';

/** Bytes: fewer characters than that, with room for what somebody puts around it. */
const room = 60_000;
const shown = 10;

/** Own words of the check around the name of the resource. */
const titleOf = ({ finding }: Cause, { checks }: ReportFacts): string => {
  const template = checks.get(finding.check)?.finding ?? `{name} fails ${finding.check}`;
  const name = code(cutMiddle(cleanName(finding.name) || 'unnamed', 40));
  return template.split('{name}').map(words).join(name);
};

const causeRow = (cause: Cause, facts: ReportFacts): string => {
  const { finding } = cause;
  const note = causeNote(cause);
  const owner = ownerOf(finding);
  return row([
    `✕ ${finding.severity}`,
    `**${titleOf(cause, facts)}**: ${code(whyOf(finding.evidence, finding.drift), 140)}${note === '' ? '' : `, ${note}`}`,
    `${code(placeOf(facts.manifest, finding), 60)}, ${code(finding.region, 40)}`,
    openFor(finding, facts.manifest.finishedAt),
    owner === undefined ? 'no owner' : code(owner, 40),
    code(facts.shortId(finding.finding)),
  ]);
};

const causeHead = tableHead(['Severity', 'Finding', 'Where', 'Open', 'Owner', 'Id']);

const ledgerRow = (name: string, ledger: Ledger): string =>
  row([
    name,
    ...[ledger.asked, ledger.pass, ledger.fail, ledger.excepted, ledger.unknown, ledger.notApplicable].map(
      count,
    ),
  ]);

const ledgerTable = (facts: ReportFacts): string =>
  [
    tableHead(['Question', 'Asked:', 'Pass:', 'Fail:', 'of it excepted:', 'Unknown:', 'Not applicable:']),
    ...facts.questions.map((ledger) =>
      ledgerRow(questionNames[ledger.question] ?? words(ledger.question), ledger),
    ),
    ledgerRow('**All**', facts.whole),
  ].join('');

const unknownRow = (group: UnknownGroup, facts: ReportFacts): string => {
  const mend = group.missing === '' ? group.detail : group.missing;
  return row([
    questionNames[group.question] ?? words(group.question),
    code(placeOf(facts.manifest, group), 60),
    `${group.atLeast ? '≥ ' : ''}${count(group.verdicts)}`,
    `${words(group.reason)}${mend === '' ? '' : `: ${code(mend, 120)}`}`,
  ]);
};

const unknownHead = tableHead(['Question', 'Where', 'Unknown:', 'Why']);

/** Appends what still fits, and says what does not. */
class Page {
  #text = '';
  #size = 0;

  /** False where there is no room for it. */
  add(text: string, reserve = 0): boolean {
    const size = Buffer.byteLength(text);
    if (this.#size + size + reserve > room) return false;
    this.#text += text;
    this.#size += size;
    return true;
  }

  /** The first {@link shown} rows open, the rest folded, as many as fit. `total` may be more than there are rows. */
  table(head: string, rows: readonly string[], total: number, what: string): void {
    const first = rows.slice(0, shown);
    const rest = rows.slice(shown);
    const reserve = 4_000;
    this.add(head + first.join(''), reserve);
    const begin = `\n<details><summary>${plural(total - first.length, what)} more</summary>\n\n${head}`;
    if (rest.length === 0 || !this.add(begin, reserve)) {
      if (total > first.length) this.add(`\nAnd ${plural(total - first.length, what)} more.\n`);
      return;
    }
    let told = first.length;
    for (const each of rest) {
      if (!this.add(each, reserve)) break;
      told += 1;
    }
    const left = total - told;
    this.add(left === 0 ? '\n</details>\n' : `\nAnd ${plural(left, what)} more.\n\n</details>\n`);
  }

  get text(): string {
    return this.#text;
  }
}

const exceptionLine = ({ exceptions, whole }: ReportFacts): string => {
  const standing = (status: string): number => exceptions.filter((entry) => entry.status === status).length;
  const parts = [
    [standing('ends-soon'), 'ends soon', 'end soon'],
    [standing('expired'), 'has expired', 'have expired'],
    [standing('void'), 'is void', 'are void'],
  ] as const;
  const told = parts.flatMap(([number, one, many]) =>
    number === 0 ? [] : [`${count(number)} ${number === 1 ? one : many}`],
  );
  if (exceptions.length === 0) return '';
  return `${plural(exceptions.length, 'exception')}, ${plural(whole.excepted, 'finding')} excepted${told.length === 0 ? '' : `; ${told.join(', ')}`}.\n\n`;
};

const summary = ({ facts, command }: FormatInput): string => {
  const { manifest, whole, worst, causes, unknowns } = facts;
  const page = new Page();
  // A bot finds its own comment again by this line.
  page.add(`<!-- plumbline:summary:${hash('sha256', manifest.estate, 'hex').slice(0, 12)} -->\n`);
  page.add(`### Plumbline: ${words(headline(facts))}\n\n`);
  if (!manifest.complete) {
    const share = whole.applicable === 0 ? '' : ` (${percent(whole.unknown, whole.applicable)})`;
    page.add(
      `**${words(completeness(facts).replace(/^i/u, 'I'))}.** ${count(whole.unknown)} of ${plural(whole.applicable, 'question')} not judged${share}.\n\n`,
    );
  }
  page.add(`${words(secondSentence(facts))}\n\n`);
  for (const fault of facts.faults.slice(0, 5))
    page.add(`**The numbers do not add up:** ${words(fault)}\n\n`);
  page.add(`${ledgerTable(facts)}\n`);
  if (worst.length === 0) page.add(`${words(emptySentence(facts))}\n\n`);
  else {
    page.table(
      causeHead,
      worst.map((cause) => causeRow(cause, facts)),
      causes,
      'cause',
    );
    page.add('\n');
  }
  if (unknowns.groups.length > 0) {
    page.add('#### Could not be judged\n\n');
    page.table(
      unknownHead,
      unknowns.groups.slice(0, 500).map((group) => unknownRow(group, facts)),
      unknowns.groups.length,
      'place',
    );
    page.add('\n');
  }
  page.add(exceptionLine(facts));
  page.add(
    `<sub>Scan ${manifest.number} of ${code(manifest.estate)}, ${utcMinute(manifest.finishedAt)}, Plumbline ${words(manifest.plumbline)}. One finding: ${code(`${command} show ID`)}</sub>\n`,
  );
  return page.text;
};

export const markdown: Format = oneFile(
  {
    name: 'markdown',
    about: 'a summary for a comment or the page of a job, at most 60 KB',
    file: 'summary.md',
    mediaType: 'text/markdown; charset=utf-8; variant=GFM',
  },
  async function* body(input: FormatInput) {
    yield summary(input);
  },
);
