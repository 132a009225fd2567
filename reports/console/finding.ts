/** `plumbline show`: one finding as text, in the order of its page. */
import type { CheckMetadata } from '#model/check.ts';
import type { Finding } from '#model/finding.ts';
import type { Manifest } from '#model/scan.ts';
import { visibleValue } from '../text/clean.ts';
import { findingView } from '../text/finding-view.ts';
import { foundText, indexChecks, titleOf } from '../text/wording.ts';
import type { ScreenOptions } from './screen.ts';
import { Screen } from './screen.ts';

export interface FindingOptions extends ScreenOptions {
  /** How this reader calls Plumbline. */
  readonly command: string;
  /** What names the finding among the others; its first six digits unless told. */
  readonly shortId?: (id: string) => string;
}

const labelWidth = 11;

const acceptWord = ({ drift }: Finding): string => (drift === undefined ? 'except' : 'accept');

/** All evidence is listed, since the pages send their readers here for it. */
export const renderFinding = (
  finding: Finding,
  manifest: Manifest,
  checks: readonly CheckMetadata[],
  options: FindingOptions,
): string => {
  const screen = new Screen(options);
  const index = indexChecks(checks);
  const check = index.get(finding.check);
  const shortId = options.shortId ?? ((id: string): string => id.slice(0, 6));
  const view = findingView(finding, { manifest, shortId }, options.command);
  const { colors } = screen;
  const severity = finding.severity.toUpperCase();
  const tag = finding.severity === 'critical' ? colors.inverse(colors.red(severity)) : severity;
  const fact = (name: string, value: string): string =>
    `  ${screen.left(name, labelWidth)}${screen.name(value)}`;
  const block = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', title, ...lines];
  const evidence = finding.evidence.flatMap((item) => [
    `  ${screen.own(visibleValue(item.path))}`,
    `    ${screen.left(finding.drift === undefined ? 'found' : 'is', 10)}${screen.own(foundText(item))}`,
    ...(item.expected === undefined
      ? []
      : [
          `    ${screen.left(finding.drift === undefined ? 'expected' : 'was', 10)}${screen.own(visibleValue(item.expected))}`,
        ]),
  ]);
  const lines = [
    ...screen.wrap(screen.own(titleOf(finding, index))).map((line) => colors.bold(line)),
    `${tag}  ${screen.own(view.standing)}`,
    fact('finding', finding.finding),
    fact('resource', finding.id),
    fact('kind', finding.kind),
    fact('account', `${finding.provider} ${view.account}`),
    fact('region', finding.region),
    fact('owner', view.owner === '' ? 'no owner' : view.owner),
    fact('check', finding.check),
    '',
    ...screen.wrap(screen.own(check?.consequence ?? 'This version of Plumbline no longer has the check.')),
    ...block('Fix', screen.wrap(screen.own(check?.remediation ?? 'Scan again.'), 2)),
    ...block('Commands', [
      `  ${screen.left('verify', labelWidth)}${colors.blue(`${options.command} scan`)}`,
      ...view.except
        .split('\n')
        .map(
          (line, at) =>
            `  ${screen.left(at === 0 ? acceptWord(finding) : '', labelWidth)}${colors.blue(line)}`,
        ),
    ]),
    ...block(`Evidence, read by scan ${finding.judgedScan}`, evidence),
    ...block('Controls', check === undefined ? [] : controlLines(check, screen)),
    ...block(
      'History',
      view.history.flatMap((line) => screen.wrap(screen.own(line), 2)),
    ),
    ...block(
      'Sources',
      (check?.sources ?? []).map((source) => `  ${screen.name(source)}`),
    ),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
};

export const controlLines = (check: CheckMetadata, screen: Screen): readonly string[] =>
  Object.entries(check.controls).map(
    ([framework, controls]) => `  ${screen.left(framework, 14)}${(controls ?? []).join(', ')}`,
  );
