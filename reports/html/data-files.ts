/**
 * Findings beside the page: script files that call one function with data, since a page opened from disk can't fetch.
 * Pages of 1,000 whole findings by question and severity; an index of 10,000 short rows each that the filter works on.
 * One pass, and in memory never more than four pages and one index file.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '#model/finding.ts';
import type { Severity } from '#model/severity.ts';
import { writeWhole } from '../formats/folder.ts';
import type { FindingView } from '../text/finding-view.ts';
import { severityIndex } from '../text/finding-view.ts';
import { scriptJson } from './security.ts';

const pageRows = 1_000;
const indexRows = 10_000;

/** `[finding, severity, state, check, name, place, owner, page, row, cause, why, openFor, firstSeen, reach]`. */
type IndexRow = readonly [
  string,
  number,
  string,
  string,
  string,
  string,
  string,
  string,
  number,
  string,
  string,
  string,
  string,
  number,
];

interface OpenPage {
  readonly name: string;
  readonly rows: FindingView[];
}

export class DataFiles {
  readonly #folder: string;
  readonly #pages = new Map<Severity, OpenPage>();
  readonly #numbers = new Map<string, number>();
  #question = '';
  #index: IndexRow[] = [];
  #indexes = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Takes away what an earlier report left there: a stale page would be read as this scan's. */
  static async in(outDir: string): Promise<DataFiles> {
    const folder = join(outDir, 'data');
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    return new DataFiles(folder);
  }

  /** Findings come sorted by check, so by question too. */
  async add(finding: Finding, view: FindingView, question: string): Promise<void> {
    if (question !== this.#question) {
      await this.#closePages();
      this.#question = question;
    }
    const page = this.#page(finding.severity);
    this.#index.push([
      view.finding,
      severityIndex(view),
      view.state,
      view.check,
      view.name,
      view.place,
      view.owner,
      page.name,
      page.rows.length,
      view.cause,
      view.why,
      view.openFor,
      view.firstSeen,
      view.reach,
    ]);
    page.rows.push(view);
    if (page.rows.length >= pageRows) {
      await this.#write(page.name, page.rows);
      this.#pages.delete(finding.severity);
    }
    if (this.#index.length >= indexRows) await this.#closeIndex();
  }

  /** Resolves to how many index files there are. */
  async close(): Promise<number> {
    await this.#closePages();
    if (this.#index.length > 0) await this.#closeIndex();
    return this.#indexes;
  }

  #page(severity: Severity): OpenPage {
    const open = this.#pages.get(severity);
    if (open !== undefined) return open;
    const question = /^[a-z]+$/u.test(this.#question) ? this.#question : 'other';
    const kind = `${question}-${severity}`;
    const number = (this.#numbers.get(kind) ?? 0) + 1;
    this.#numbers.set(kind, number);
    const page = { name: `findings-${kind}-${String(number).padStart(4, '0')}`, rows: [] };
    this.#pages.set(severity, page);
    return page;
  }

  async #closePages(): Promise<void> {
    for (const page of this.#pages.values()) await this.#write(page.name, page.rows);
    this.#pages.clear();
  }

  async #closeIndex(): Promise<void> {
    this.#indexes += 1;
    await this.#write(`index-${String(this.#indexes).padStart(4, '0')}`, this.#index);
    this.#index = [];
  }

  async #write(name: string, rows: readonly unknown[]): Promise<void> {
    await writeWhole(join(this.#folder, `${name}.js`), [
      `plumblineData(${scriptJson(name)},${scriptJson(rows)});\n`,
    ]);
  }
}
