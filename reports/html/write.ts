/** Writes the report: its pages and their data files. The same scan gives the same bytes. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckMetadata } from '#model/check.ts';
import { questionOf } from '#model/check.ts';
import type { Manifest, ScanReader } from '#model/scan.ts';
import { changeOf } from '../facts/changes.ts';
import type { ReportFacts } from '../facts/facts.ts';
import { gatherFacts } from '../facts/facts.ts';
import { writeWhole } from '../formats/folder.ts';
import type { CheckView } from '../text/finding-view.ts';
import { checkView, findingView, lostCheck } from '../text/finding-view.ts';
import type { Mending } from './coverage.ts';
import { coverageBody } from './coverage.ts';
import { DataFiles } from './data-files.ts';
import { findingsBody, listedCause } from './findings.ts';
import { frameworksBody } from './frameworks.ts';
import { overviewBody } from './overview.ts';
import { files, renderPage } from './page.ts';

export interface HtmlReportOptions {
  readonly checks: readonly CheckMetadata[];
  /** Made if it is not there; its `data` folder is written anew. */
  readonly outDir: string;
  /** Manifests of earlier scans of the same estate, in any order. */
  readonly trend?: readonly Manifest[];
  /** How this reader calls Plumbline; stands in the commands that the report offers. */
  readonly command: string;
  /** Documents that give what was denied, ready to be pasted; `for` is a phrase that says whom. */
  readonly mendings?: readonly Mending[];
  /** From an earlier {@link gatherFacts} of the same reader, to spare a pass. */
  readonly facts?: ReportFacts;
}

/** Resolves to the page to open. */
export const writeHtmlReport = async (
  reader: ScanReader,
  options: HtmlReportOptions,
): Promise<{ readonly path: string }> => {
  const { outDir, command } = options;
  const facts = options.facts ?? (await gatherFacts(reader, options.checks, options.trend));
  await mkdir(outDir, { recursive: true });
  const data = await DataFiles.in(outDir);
  const checks = new Map<string, CheckView>();
  const checkOf = (id: string): CheckView => {
    const known = checks.get(id);
    if (known !== undefined) return known;
    const metadata = facts.checks.get(id);
    const view = metadata === undefined ? lostCheck(id) : { ...checkView(metadata), id };
    checks.set(id, view);
    return view;
  };
  for await (const finding of reader.findings()) {
    // What was resolved long ago is kept for the lifecycle, not for reading.
    if (finding.state === 'resolved' && changeOf(finding, facts.manifest.number) === undefined) continue;
    checkOf(finding.check);
    await data.add(finding, findingView(finding, facts, command), questionOf(finding.check));
  }
  const indexes = await data.close();
  const causes = facts.worst.map((cause) =>
    listedCause(findingView(cause.finding, facts, command), checkOf(cause.finding.check), cause),
  );
  const findings = findingsBody(facts, causes, [...checks.values()], indexes);
  const pages = {
    overview: renderPage(facts, {
      name: 'overview',
      title: 'Overview',
      body: overviewBody(facts),
      scripts: ['keys.js'],
    }),
    findings: renderPage(facts, {
      name: 'findings',
      title: 'Findings',
      body: findings,
      scripts: ['keys.js', 'article.js', 'findings.js'],
    }),
    frameworks: renderPage(facts, {
      name: 'frameworks',
      title: 'Frameworks',
      body: frameworksBody(facts),
      scripts: ['keys.js', 'frameworks.js'],
    }),
    coverage: renderPage(facts, {
      name: 'coverage',
      title: 'Coverage',
      body: coverageBody(facts, command, options.mendings ?? []),
      scripts: ['keys.js'],
    }),
  };
  await writeWhole(join(outDir, files.findings), [pages.findings]);
  await writeWhole(join(outDir, files.frameworks), [pages.frameworks]);
  await writeWhole(join(outDir, files.coverage), [pages.coverage]);
  // Last, so that whoever sees it sees a whole report.
  await writeWhole(join(outDir, files.overview), [pages.overview]);
  return { path: join(outDir, files.overview) };
};
