/** `plumbline coverage`: what was read by account, what was not, and what mends it. */
import { unreadReasons } from '#model/reading.ts';
import type { ReportFacts } from '../facts/facts.ts';
import { count, percent, plural } from '../text/numbers.ts';
import { completeness } from '../text/sentences.ts';
import { placeOf } from '../text/wording.ts';
import type { ScreenOptions } from './screen.ts';
import { Screen } from './screen.ts';

export interface CoverageOptions extends ScreenOptions {
  readonly command: string;
}

export const renderCoverage = (facts: ReportFacts, options: CoverageOptions): string => {
  const screen = new Screen(options);
  const { whole, manifest } = facts;
  const unknown =
    whole.unknown === 0
      ? 'Every question was judged.'
      : `${count(whole.unknown)} of ${plural(whole.applicable, 'question')} could not be judged (${percent(whole.unknown, whole.applicable)}).`;
  const state = manifest.complete ? completeness(facts) : screen.colors.yellow(completeness(facts));
  const lines = [
    `Scan ${manifest.number} ${state}`,
    ...screen.wrap(whole.applicable === 0 ? 'Nothing was asked.' : unknown),
    ...manifest.notices.flatMap((notice) => screen.wrap(screen.name(notice), 2)),
    ...accountLines(facts, screen),
    ...gapLines(facts, screen),
    ...permissionLines(facts, screen, options.command),
    ...elsewhereLines(facts, screen),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
};

const accountLines = (facts: ReportFacts, screen: Screen): readonly string[] => {
  const { accounts } = facts.coverage;
  if (accounts.length === 0) return ['', 'No account was entered.'];
  const reasons = unreadReasons.filter((reason) => accounts.some((account) => account.gaps.has(reason)));
  return [
    '',
    `${screen.left('Account', 32)}${screen.right('kinds read', 12)}${reasons.map((reason) => screen.right(reason, reason.length + 2)).join('')}`,
    ...accounts.map((account) => {
      const read =
        account.kinds === 0
          ? account.closed
            ? 'none'
            : screen.own('·')
          : `${account.kindsRead} of ${account.kinds}`;
      const cells = reasons.map((reason) => {
        const value = account.gaps.get(reason) ?? 0;
        const text = screen.right(value === 0 ? '0' : `? ${count(value)}`, reason.length + 2);
        return value === 0 ? text : screen.colors.yellow(text);
      });
      const row = `${screen.left(screen.cutName(placeOf(facts.manifest, account), 30), 32)}${screen.right(read, 12)}`;
      return account.absent === undefined
        ? `${row}${cells.join('')}`
        : `${row}  ${screen.cutText(account.absent, screen.width - 46)}`;
    }),
  ];
};

/** AWS Config was asked first, and said why not; what it leaves out is no gap once its service told. */
const elsewhereLines = (facts: ReportFacts, screen: Screen): readonly string[] => {
  const { elsewhere } = facts.coverage;
  if (elsewhere.length === 0) return [];
  const shown = elsewhere.slice(0, 50);
  return [
    '',
    'Read from the services themselves, since',
    ...shown.flatMap(({ provider, account, regions, kinds, why }) => {
      const where = regions.length > 3 ? plural(regions.length, 'region') : regions.join(', ');
      return [
        `  ${screen.cutName(placeOf(facts.manifest, { provider, account }), 30)}  ${screen.name(where)}  ${kindsOf(kinds, screen)}`,
        `    ${screen.cutText(why, screen.width - 4)}`,
      ];
    }),
    ...(elsewhere.length > shown.length ? [`  and ${count(elsewhere.length - shown.length)} more`] : []),
  ];
};

const kindsOf = (kinds: readonly string[], screen: Screen): string => {
  if (kinds.includes('*')) return 'every kind';
  return kinds.length > 2 ? plural(kinds.length, 'kind') : kinds.map((kind) => screen.name(kind)).join(', ');
};

const gapLines = (facts: ReportFacts, screen: Screen): readonly string[] => {
  const { gaps, gapCount } = facts.coverage;
  if (gapCount === 0) return ['', 'Everything that was asked for was read.'];
  const shown = gaps.slice(0, 200);
  return [
    '',
    'Not read',
    ...shown.flatMap((gap) => {
      const what = kindsOf(gap.kinds, screen);
      const part = gap.part === '*' ? '' : `, ${screen.name(gap.part)}`;
      const where = gap.regions.length > 3 ? plural(gap.regions.length, 'region') : gap.regions.join(', ');
      const mend = screen.name(gap.missing === '' ? gap.detail : gap.missing);
      const to = gap.principal === '' ? '' : ` to ${screen.name(gap.principal)}`;
      return [
        `  ${screen.colors.yellow('?')} ${screen.cutName(placeOf(facts.manifest, gap), 30)}  ${screen.name(where)}  ${what}${part}`,
        `    ${gap.state}${gap.expected ? ', expected' : ''}${mend === '' ? '' : `: ${mend}`}${to}`,
      ];
    }),
    ...(gapCount > shown.length ? [`  and ${count(gapCount - shown.length)} more`] : []),
  ];
};

const permissionLines = (facts: ReportFacts, screen: Screen, command: string): readonly string[] => {
  const { permissions } = facts.unknowns;
  if (permissions.length === 0) return [];
  const figure = ({ verdicts, atLeast }: (typeof permissions)[number]): string =>
    `${atLeast ? screen.own('≥') : ''}${count(verdicts)}`;
  const width = Math.max(...permissions.map((permission) => figure(permission).length));
  return [
    '',
    'Questions that wait for',
    ...permissions
      .slice(0, 50)
      .map(
        (permission) =>
          `  ${screen.right(figure(permission), width)}  ${screen.name(permission.missing)}  in ${plural(permission.accounts.length, 'account')}`,
      ),
    `  The policy: ${screen.colors.blue(`${command} permissions --missing`)}`,
  ];
};
