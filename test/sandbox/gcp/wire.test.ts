import { describe, expect, it } from 'vitest';
import { structOf } from '#sandbox/gcp/wire.ts';

describe('JSON as a struct of protobuf', () => {
  it('keeps every kind of value in its place', () => {
    const value = JSON.parse('{"a":[1,[true,null],{"b":"c"}],"__proto__":{"d":[]},"e":{}}') as Record<
      string,
      unknown
    >;
    const text = (stringValue: string) => ({ stringValue });
    const list = (...values: object[]) => ({ listValue: { values } });
    const struct = (fields: object) => ({ structValue: { fields } });
    expect(structOf(value)).toEqual({
      fields: Object.fromEntries([
        [
          'a',
          list(
            { numberValue: 1 },
            list({ boolValue: true }, { nullValue: 'NULL_VALUE' }),
            struct({ b: text('c') }),
          ),
        ],
        ['__proto__', struct({ d: list() })],
        ['e', struct({})],
      ]),
    });
  });

  it('takes a value that nests deeper than any stack', () => {
    let value: Record<string, unknown> = {};
    for (let depth = 0; depth < 100_000; depth += 1) value = { a: value };
    expect(structOf(value)).toHaveProperty('fields.a.structValue');
  });
});
