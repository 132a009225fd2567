import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withLiteralKeys } from '../../../scripts/functions/shake-schemas.ts';

describe('the schemas of a client', () => {
  it('name their keys by text', () => {
    expect(withLiteralKeys('const _xN = "xmlName";\nvar A = [0, { [_xN]: _i }];\n')).toBe(
      'const _xN = "xmlName";\nvar A = [0, { "xmlName": _i }];\n',
    );
  });

  it('keep what is no constant text', () => {
    const source = 'const _n = 3;\nvar A = { [_n]: 1, [_other]: 2, b: [_n] };\n';
    expect(withLiteralKeys(source)).toBe(source);
  });

  it('are the same schemas as before', async () => {
    const path = fileURLToPath(import.meta.resolve('@aws-sdk/client-ec2')).replace(
      /dist-\w+\/.*$/,
      'dist-es/schemas/schemas_0.js',
    );
    const source = await readFile(path, 'utf8');
    const changed = withLiteralKeys(source);
    expect(changed).not.toBe(source);
    expect(changed).not.toMatch(/\[_\w+\]:/);
    // Of the declarations only, which is all of the file but for its registry of errors.
    const schemasIn = (text: string): string => {
      const declarations = text
        .replaceAll(/^import .*$|^\w+\.registerError.*$/gm, '')
        .replaceAll(/^export /gm, '')
        .replaceAll('new TypeRegistry', 'void ');
      const body = `${declarations}\nreturn JSON.stringify([Volume$, Instance$, DescribeInstances$, SecurityGroup$]);`;
      return String(new Function('EC2ServiceException', body)(undefined));
    };
    expect(schemasIn(changed)).toBe(schemasIn(source));
  });
});
