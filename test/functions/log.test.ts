import { describe, expect, it } from 'vitest';
import { errorFields, makeLog } from '#functions/log.ts';

const now = (): Date => new Date('2026-11-25T06:00:00Z');
const key = 'AKIAIOSFODNN7EXAMPLE';

const logged = (message: string, fields: Readonly<Record<string, unknown>> = {}): string => {
  const lines: string[] = [];
  makeLog('scan-shard', now, (line) => lines.push(line)).warn(message, fields);
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
};

describe('a line of the log', () => {
  it('is JSON that says when, in which step, and what', () => {
    expect(JSON.parse(logged('shard read', { run: 'r', shards: 3 }))).toEqual({
      level: 'warn',
      time: '2026-11-25T06:00:00.000Z',
      step: 'scan-shard',
      message: 'shard read',
      run: 'r',
      shards: 3,
    });
  });

  it('stays one line, whatever a cloud called its things', () => {
    expect(logged('a\nb', { name: 'c\r\n{"level":"error"}' })).not.toMatch(/[\r\n]/);
  });

  it('holds no secret, in its message, its fields, deep inside them, or in their names', () => {
    const line = logged(`asked with ${key}`, { detail: key, deep: [{ also: `x ${key} y` }], [key]: 1 });
    expect(line).not.toContain(key);
    expect(line.match(/‹secret:aws-access-key›/g)).toHaveLength(4);
  });

  it('is not longer than somebody can read', () => {
    expect(logged('m', { page: 'x'.repeat(100_000) }).length).toBeLessThan(3_000);
  });

  it('says of an error its name, its words and its cause, and no path of the machine', () => {
    const error = new TypeError('no table', { cause: new RangeError('too far') });
    expect(errorFields(error)).toEqual({
      error: 'TypeError',
      detail: 'no table',
      cause: 'RangeError: too far',
    });
    expect(errorFields('thrown text')).toEqual({ error: 'thrown text' });
  });
});
