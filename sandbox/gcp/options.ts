import type { TracedCall } from '../contract.ts';
import type { GcpEstate } from './estate.ts';

export interface GcpSandboxOptions {
  readonly estate: GcpEstate;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly now?: () => Date;
  /** Assets a page at most, below what is asked for; tests make pages small. */
  readonly pageSize?: number;
  /** Calls a minute before they are throttled; off by default. */
  readonly callsPerMinute?: number;
  /** Whether the `authorization` of a call is good; every call is let in when omitted. */
  readonly accepts?: (authorization: string | undefined) => boolean;
  /** Hears of every call as it is answered, with what struck it. */
  readonly onCall?: (call: TracedCall) => void;
}
