/**
 * A line of JSON for each event, as CloudWatch Logs reads it. Every text goes through the detectors of secrets first,
 * keys too: what a cloud or a webhook says is not to be trusted with what stands in a log for months.
 */
import { redactTree } from '#sources/secrets.ts';

export type Level = 'info' | 'warn' | 'error';

export interface Log {
  readonly info: (message: string, fields?: Fields) => void;
  readonly warn: (message: string, fields?: Fields) => void;
  readonly error: (message: string, fields?: Fields) => void;
}

type Fields = Readonly<Record<string, unknown>>;

/** Of one field: an answer that was thrown may be a whole page. */
const longest = 2_000;

/** @param write of a whole line, without its end. */
export const makeLog = (step: string, now: () => Date, write: (line: string) => void): Log => {
  const at =
    (level: Level) =>
    (message: string, fields: Fields = {}): void => {
      const line = { level, time: now().toISOString(), step, message, ...fields };
      write(JSON.stringify(redactTree(shortened(line))));
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
};

/** What may be said of an error: its name, its words, and those of what caused it. No stack: its paths help nobody here. */
export const errorFields = (error: unknown): Fields => {
  if (!(error instanceof Error)) return { error: String(error) };
  const { cause } = error;
  return {
    error: error.name,
    detail: error.message,
    ...(cause instanceof Error ? { cause: `${cause.name}: ${cause.message}` } : {}),
  };
};

const shortened = (value: unknown): unknown => {
  if (typeof value === 'string') return value.length > longest ? `${value.slice(0, longest)}…` : value;
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shortened(item)]));
};
