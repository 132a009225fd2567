import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { addException, ExceptionFileError } from '#engine/exceptions/add.ts';
import type { Exception } from '#engine/exceptions/exception.ts';

const entry: Exception = {
  check: 'data.aws.volume-encrypted',
  resource: 'arn:aws:ec2:eu-west-1:111122223333:volume/vol-1',
  owner: 'platform',
  reason: 'moves in December',
  approvedBy: 'security',
  until: '2026-12-31',
  fingerprint: '0123456789abcdef',
};

const theirs = `# What we accept, and why.
- check:   "iam.aws.user-mfa"   # odd spacing, kept
  resource: 'arn:aws:iam::111122223333:user/robot'
  owner: platform
  reason: >
    A long reason
    over lines.
  approvedBy: security
  until: 2027-01-31

# the end
`;

describe('adding an exception', () => {
  it('leaves the text before it as it was, to the byte', () => {
    const added = addException(theirs, entry);
    expect(added.startsWith(theirs)).toBe(true);
    expect(parse(added)).toEqual([...(parse(theirs) as unknown[]), entry]);
  });

  it('begins a new file', () => {
    expect(parse(addException('', entry))).toEqual([entry]);
  });

  it('keeps the comments of a file that holds nothing else', () => {
    const added = addException('# Nothing yet.\n', entry);
    expect(added.startsWith('# Nothing yet.\n')).toBe(true);
    expect(parse(added)).toEqual([entry]);
  });

  const shapes: Record<string, string> = {
    'no line feed at the end': theirs.trimEnd().replace('\n\n# the end', ''),
    'Windows line ends': theirs.replaceAll('\n', '\r\n'),
    'an indented list': theirs.replaceAll(/^(?=[- ])/gm, '  '),
    'an empty flow list': '[]\n',
    'a flow list': '# kept\n[{ check: a, resource: b }]\n',
    'a document with an end mark': `---\n${theirs}...\n`,
  };
  for (const [shape, source] of Object.entries(shapes)) {
    it(`reads as the same list and one more: ${shape}`, () => {
      const added = addException(source, entry);
      expect(parse(added)).toEqual([...((parse(source) as unknown[] | null) ?? []), entry]);
      for (const comment of source.match(/#[^\r\n]*/g) ?? []) expect(added).toContain(comment);
    });
  }

  it('holds any text of a resource and a reason as data', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (resource, reason) => {
        const hostile = { ...entry, resource, reason };
        expect(parse(addException(theirs, hostile))).toEqual([...(parse(theirs) as unknown[]), hostile]);
      }),
    );
  });

  it('adds twice', () => {
    expect(parse(addException(addException('', entry), { ...entry, owner: 'b' }))).toHaveLength(2);
  });

  it('refuses what is no list, or no YAML', () => {
    expect(() => addException('exceptions: []\n', entry)).toThrow(ExceptionFileError);
    expect(() => addException('exceptions: []\n', entry)).toThrow(/must be a list/);
    expect(() => addException('- "open\n', entry)).toThrow(/no valid YAML/);
  });
});
