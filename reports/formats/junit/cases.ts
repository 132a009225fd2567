/** Findings and unknown questions as JUnit test cases, a line of text each. */
import type { CheckMetadata } from '#model/check.ts';
import type { Finding, UnknownRow } from '#model/finding.ts';
import type { Manifest } from '#model/scan.ts';
import type { ReportFacts } from '../../facts/facts.ts';
import { field } from '../../text/field.ts';
import { plural } from '../../text/numbers.ts';
import { foundText, placeOf, titleOf } from '../../text/wording.ts';
import type { Standing } from '../standing.ts';
import { attributes, xmlText } from './xml.ts';

const evidenceShown = 12;
const resourcesShown = 20;

/** `inside` is markup; it is left out for a case that passes. */
export const testCase = (check: string, name: string, inside = ''): string => {
  const open = `<testcase${attributes({ classname: check, name })}`;
  return inside === '' ? `  ${open}/>\n` : `  ${open}>${inside}</testcase>\n`;
};

const told = (
  element: 'failure' | 'error',
  message: string,
  type: string,
  lines: readonly string[],
): string =>
  `<${element}${attributes({ message, type })}>${lines.map((line) => xmlText(line)).join('\n')}</${element}>`;

const bodyOf = (
  finding: Finding,
  facts: ReportFacts,
  check: CheckMetadata | undefined,
): readonly string[] => {
  const more = finding.evidence.length - evidenceShown;
  return [
    `${finding.kind} ${finding.id}`,
    `in ${placeOf(facts.manifest, finding)}, ${finding.region}`,
    ...finding.evidence.slice(0, evidenceShown).map((item) => {
      const expected = item.expected === undefined ? '' : `, expected: ${field(item.expected, 200)}`;
      return `${field(item.path, 200)}: ${foundText(item)}${expected}`;
    }),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(check === undefined ? [] : [check.consequence, `How to mend it: ${check.remediation}`]),
    `Finding ${finding.finding}, first seen ${finding.firstSeen}`,
  ];
};

export const findingCase = (
  finding: Finding,
  standing: Exclude<Standing, 'resolved'>,
  facts: ReportFacts,
): string => {
  // Readers follow a case by its name from run to run, and ids are one of a kind within their account and region only.
  const name = `${field(finding.name, 200)} ${field(finding.id, 1_000)} (${finding.finding.slice(0, 10)})`;
  const title = titleOf(finding, facts.checks);
  const body = bodyOf(finding, facts, facts.checks.get(finding.check));
  const { exception, severity, check } = finding;
  switch (standing) {
    case 'fail':
      return testCase(check, name, told('failure', `${severity}: ${title}`, severity, body));
    case 'excepted': {
      const message =
        exception === undefined
          ? title
          : `excepted by ${exception.owner} until ${exception.until}: ${exception.reason} (${severity}: ${title})`;
      return testCase(check, name, `<skipped${attributes({ message })}/>`);
    }
    case 'not-looked-at': {
      const message = `unknown: ${title} in scan ${finding.judgedScan}, not looked at since`;
      return testCase(check, name, told('error', message, 'not-looked-at', body));
    }
  }
};

export const unknownCase = (row: UnknownRow, check: string, manifest: Manifest): string => {
  const { resources, kind, part, reason, missing = '', detail = '' } = row;
  const listed = resources.includes('*');
  const many = listed ? 'those that could not be listed' : plural(resources.length, 'resource');
  const name = `${kind}${part === '*' ? '' : `, ${part}`} in ${placeOf(manifest, row)}, ${row.region}: ${many}, ${reason}${missing === '' ? '' : ` ${missing}`}`;
  const message = `unknown, ${reason}${missing === '' ? '' : `: ${missing}`}`;
  const more = resources.length - resourcesShown;
  const lines = [
    ...(detail === '' ? [] : [detail]),
    ...resources.slice(0, resourcesShown).map((id) => (id === '*' ? many : id)),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
  return testCase(check, name, told('error', message, reason, lines));
};
