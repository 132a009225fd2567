import type { lookup } from 'node:dns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkedAddress, publicLookup } from '#alerts/address.ts';

describe('the address of a webhook', () => {
  it.each([
    'https://hooks.example.com/plumbline?key=1',
    'https://93.184.216.34/',
    'https://[2606:4700::1111]/',
  ])('%s is taken', (text) => {
    expect(checkedAddress(text, false).href).toBe(text);
  });

  it.each([
    ['http://hooks.example.com/', 'must use https'],
    ['ftp://hooks.example.com/', 'must use https'],
    ['hooks.example.com', 'is no URL'],
    ['https://user:hunter2hunter2@hooks.example.com/', 'has a password in its address'],
    ['https://127.0.0.1/', 'loopback'],
    ['https://2130706433/', 'loopback'],
    ['https://0x7f.1/', 'loopback'],
    ['https://[::1]/', 'loopback'],
    ['https://[::ffff:10.0.0.1]/', 'private'],
    ['https://10.1.2.3/', 'private'],
    ['https://172.31.0.1/', 'private'],
    ['https://192.168.0.1/', 'private'],
    ['https://100.64.0.1/', 'carrierGradeNat'],
    ['https://169.254.169.254/latest/meta-data/', 'linkLocal'],
    ['https://[fd00:ec2::254]/', 'uniqueLocal'],
    ['https://[fe80::1]/', 'linkLocal'],
    ['https://0.0.0.0/', 'unspecified'],
    ['https://224.0.0.1/', 'multicast'],
    ['https://[64:ff9b::a00:1]/', 'rfc6052'],
  ])('%s is refused', (text, said) => {
    expect(() => checkedAddress(text, false)).toThrow(said);
  });

  it('is not repeated where it may hold a secret', () => {
    const secret = 'https://user:hunter2hunter2@10.0.0.1/T000/B000/XXXXXXXX?token=zzzzzz';
    expect(() => checkedAddress(secret, false)).toThrow(/^(?!.*(hunter2|XXXX|zzzz)).*$/);
  });

  it('of this machine is taken where that is permitted, and no other private one', () => {
    expect(checkedAddress('http://127.0.0.1:4000/hook', true).port).toBe('4000');
    expect(() => checkedAddress('http://10.0.0.1/', true)).toThrow('must use https');
    expect(() => checkedAddress('https://10.0.0.1/', true)).toThrow('private');
  });
});

type Answer = { readonly address: string; readonly family: number };

const resolved = (answers: readonly Answer[], loopback = false): Promise<string | readonly Answer[]> =>
  new Promise((resolve, reject) => {
    const names = ((_name: string, _options: object, callback: (...told: unknown[]) => void) =>
      callback(null, answers)) as unknown as typeof lookup;
    publicLookup(loopback, names)('hooks.example.com', { all: false }, (error, address) => {
      if (error === null) resolve(address as string);
      else reject(error);
    });
  });

describe('a name of a webhook', () => {
  it('is followed to a public address', async () => {
    expect(await resolved([{ address: '93.184.216.34', family: 4 }])).toBe('93.184.216.34');
  });

  it('that leads to the metadata service is refused, however many public addresses it has besides', async () => {
    await expect(
      resolved([
        { address: '93.184.216.34', family: 4 },
        { address: '169.254.169.254', family: 4 },
      ]),
    ).rejects.toThrow('hooks.example.com is at 169.254.169.254');
  });

  it('that leads into any private network is refused', async () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const inside = fc.oneof(
      fc.tuple(byte, byte, byte).map(([a, b, c]) => `10.${a}.${b}.${c}`),
      fc.tuple(fc.integer({ min: 16, max: 31 }), byte, byte).map(([a, b, c]) => `172.${a}.${b}.${c}`),
      fc.tuple(byte, byte).map(([a, b]) => `192.168.${a}.${b}`),
      fc.tuple(byte, byte, byte).map(([a, b, c]) => `127.${a}.${b}.${c}`),
      fc.tuple(byte, byte).map(([a, b]) => `169.254.${a}.${b}`),
    );
    await fc.assert(
      fc.asyncProperty(inside, fc.boolean(), async (address, mapped) => {
        const answer = mapped ? { address: `::ffff:${address}`, family: 6 } : { address, family: 4 };
        await expect(resolved([answer])).rejects.toThrow('no address of the public internet');
      }),
    );
  });
});
