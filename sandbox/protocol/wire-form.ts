/** A request as it was understood, and an answer as it goes back, whatever the protocol. */
import type { JsonObject } from '#sandbox/estate/estate.ts';
import type { Refusal } from './call.ts';

export interface Wire {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Decoded =
  | { readonly type: 'operation'; readonly name: string; readonly input: JsonObject }
  | Refusal;
