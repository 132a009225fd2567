/**
 * What an adapter may see of a case: the question and its input, never the case's name or its answer. An adapter
 * puts the question to the product's own code and gives back the answer in the corpus's words, or undefined where the
 * product has none.
 */
export interface CorpusCase {
  /** The topic as the source names it. */
  readonly control: string;
  /** Name, id or ARN of the resource asked about; empty where the source gives none. */
  readonly resource: string;
  /** What the source asks of the resources, in its own filter language; empty where it has none. */
  readonly filters: readonly unknown[];
  /** What the row points at. */
  readonly input: unknown;
  /** Path of the input below the source's folder. */
  readonly inputFile: string;
  /** Reads another JSON file of the source, for input that is a folder. */
  readonly readJson: (path: string) => unknown;
  /** Names of the files below a folder of the source, sorted. */
  readonly list: (folder: string) => readonly string[];
}

export type CorpusAdapter = (given: CorpusCase) => string | undefined;

/** One row of a `cases.json`, as far as an adapter may see it. */
export interface PlainCase {
  readonly kind: string;
  readonly provider: string;
  readonly question: string;
  readonly input: unknown;
}

/** `verdict`, and whatever else the product can say of it; both are compared with what is right. */
export type PlainAnswer = { readonly verdict: string } & Readonly<Record<string, unknown>>;

export type PlainAdapter = (given: PlainCase) => PlainAnswer | undefined | Promise<PlainAnswer | undefined>;
