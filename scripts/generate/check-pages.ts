/** `docs/checks/`: one page per check, and the table of all. */
import { actionsFor } from '#engine/permissions.ts';
import type { Check, FrameworkId } from '#model/check.ts';
import { questionOf, questions } from '#model/check.ts';
import { severityRank } from '#model/severity.ts';
import { code, escapeMarkdown, link, list, page, table } from './markdown.ts';
import type { LoadedCheck, Output } from './output.ts';
import { generatedMark } from './output.ts';

const frameworkNames: Readonly<Record<FrameworkId, string>> = {
  practice: 'infrastructure practice',
  'cis-aws-3.0': 'CIS AWS 3.0',
  'cis-aws-5.0': 'CIS AWS 5.0',
  'cis-azure-3.0': 'CIS Azure 3.0',
  'cis-gcp-3.0': 'CIS GCP 3.0',
};

const controlsInWords = (check: Check): string =>
  Object.entries(check.controls)
    .map(([framework, controls]) => `${frameworkNames[framework as FrameworkId]} ${controls.join(', ')}`)
    .join(' · ');

/** What every scan asks besides is not repeated here. */
const permissionsOf = (check: Check, inventory: 'config' | 'direct'): readonly string[] =>
  actionsFor([check], { route: 'config', inventory, assumesRole: false })
    .filter((use) => use.checks.length > 0)
    .map((use) => use.action);

/** Both ways, where there are two. */
const permissionLists = (check: Check): readonly string[] => {
  const recorded = permissionsOf(check, 'config');
  const direct = permissionsOf(check, 'direct');
  if (recorded.join() === direct.join()) return [list(recorded.map(code))];
  return [
    'Where AWS Config records the kind:',
    list(recorded.map(code)),
    'Where it does not, and the service itself is asked:',
    list(direct.map(code)),
  ];
};

const whatOthers = 'every kind that another check of the scan looks at';

const checkPage = ({ check, file }: LoadedCheck): string => {
  const row = (name: string, value: string): readonly (readonly string[])[] =>
    value === '' ? [] : [[name, value]];
  return page(
    `# ${escapeMarkdown(check.title)}`,
    `<!-- ${generatedMark} -->`,
    `A fail reads: *${escapeMarkdown(check.finding.replace('{name}', '‹name›'))}*. ${escapeMarkdown(check.consequence)}`,
    table(
      ['', ''],
      [
        ...row('id', code(check.id)),
        ...row('earlier ids', (check.aliases ?? []).map(code).join(', ')),
        ...row('question', questionOf(check.id)),
        ...row('severity', check.severity),
        ...row('on', check.compares === undefined ? check.on.map(code).join(', ') : whatOthers),
        ...row('reads', check.reads.map(code).join(', ')),
        ...row('reads where it can', check.mayRead.map(code).join(', ')),
        ...row('uses', check.uses.map(code).join(', ')),
        ...row('controls', escapeMarkdown(controlsInWords(check))),
        ...row('source', link(code(file), `../../${file}`)),
      ],
    ),
    '## To mend it',
    escapeMarkdown(check.remediation),
    '## Permissions',
    ...(check.compares === undefined
      ? ['Without one of these the answer is `unknown`, and the report names it.', ...permissionLists(check)]
      : ['None of its own: it compares what the other checks have read.']),
    '## Documents',
    list(check.sources.map((source) => `<${source}>`)),
  );
};

const catalogue = (checks: readonly LoadedCheck[]): string =>
  page(
    '# The checks',
    `<!-- ${generatedMark} -->`,
    `${checks.length} checks. What they decide of each framework: [frameworks.md](../frameworks.md). How to write another: [writing-checks.md](../writing-checks.md).`,
    ...questions.flatMap((question) => {
      const own = checks
        .filter(({ check }) => questionOf(check.id) === question)
        // Worst first; the list came sorted by id.
        .sort((a, b) => severityRank(a.check.severity) - severityRank(b.check.severity));
      if (own.length === 0) return [];
      return [
        `## ${question}`,
        table(
          ['Severity', 'Check', 'Id', 'Controls'],
          own.map(({ check }) => [
            check.severity,
            link(escapeMarkdown(check.title), `${check.id}.md`),
            code(check.id),
            escapeMarkdown(controlsInWords(check)),
          ]),
        ),
      ];
    }),
  );

export const checkPages: Output = {
  folder: 'docs/checks',
  files: ({ checks }) =>
    new Map([
      ['docs/checks/README.md', catalogue(checks)],
      ...checks.map((loaded) => [`docs/checks/${loaded.check.id}.md`, checkPage(loaded)] as const),
    ]),
};
