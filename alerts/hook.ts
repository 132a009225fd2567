/** What every channel is opened with. */

export interface HookOptions {
  readonly name: string;
  /** Reads the secret that the configuration names under a key, when it is needed and not before. */
  readonly secret: (key: string) => Promise<string>;
  /** Permits this machine as receiver, without TLS. */
  readonly loopback: boolean;
}
