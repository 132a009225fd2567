/** A server or program that others wrote, made ready for a group of tests. */
export type Ready =
  | {
      readonly type: 'ready';
      readonly name: string;
      /** What the tests find it by. */
      readonly environment: Readonly<Record<string, string>>;
      stop(): Promise<void>;
    }
  | { readonly type: 'missing'; readonly because: string };

export interface Peer {
  readonly name: string;
  /** Parts of the names of its test files. */
  readonly files: readonly string[];
  prepare(): Promise<Ready>;
}
