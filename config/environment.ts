/** What settings are taken from besides the file. */
export interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative paths in variables are relative to. */
  readonly cwd: string;
}
