/** The two files that a new check begins as. They compile, and their tests say what is still to be written. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { healthyParts } from '#test/support/builders/resource.ts';
import { exportNameOf } from './generate/load-checks.ts';
import type { CheckRequest } from './new-check-request.ts';

/** Path, relative to the root of the project, → text that is not formatted yet. */
export type NewFiles = ReadonlyMap<string, string>;

export const newCheckFiles = async (request: CheckRequest, root: string): Promise<NewFiles> => {
  const folder = `${request.question}/${request.cloud}/${request.name}`;
  return new Map([
    [`checks/${folder}.ts`, checkText(request, await typeOf(request.kind, root))],
    [`test/checks/${folder}.test.ts`, testText(request, folder)],
  ]);
};

const quote = (text: string): string => JSON.stringify(text);

const titleOf = (name: string): string => {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const checkText = (request: CheckRequest, type: string): string => {
  const { question, cloud, name, kind, parts } = request;
  const first = parts[0] ?? '';
  return `import { defineCheck } from '#model/check.ts';
import { undecidable } from '#model/verdict.ts';

export const ${exportNameOf(name)} = defineCheck({
  id: '${question}.${cloud}.${name}',
  title: ${quote(titleOf(name))},
  finding: '',
  consequence: '',
  severity: 'medium',
  on: ${quote(kind)},
  reads: [${parts.map(quote).join(', ')}],
  controls: { practice: [] },
  remediation: '',
  sources: [],
  evaluate({ ${parts.join(', ')} }) {
    // ${type} says what these parts look like. Once you know what is bad about them:
    //   return failIfAny(bad ? [{ path: '${first}', found: 'what stands there', expected: 'in words' }] : []);
    const parts = Object.keys({ ${parts.join(', ')} });
    return undecidable(\`nothing says yet what is bad about \${parts.join(' and ')}\`);
  },
});
`;
};

const testText = ({ name, kind, parts }: CheckRequest, folder: string): string => {
  const exportName = exportNameOf(name);
  const healthy: Readonly<Record<string, unknown>> = { ...healthyParts[kind] };
  const values = parts.map((part) => `${part}: known(${JSON.stringify(healthy[part])})`);
  return `import { ${exportName} } from '#checks/${folder}.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

describeCheck(${exportName}, {
  pass: {
    'a healthy one, as the builder makes it': resource(${quote(kind)}),
  },
  fail: {
    // These are the healthy values: change what is bad, say so in the name, and add the nearest case that is good.
    'what is bad about it': [
      resource(${quote(kind)}, { ${values.join(', ')} }),
      [${parts.slice(0, 1).map(quote).join(', ')}],
    ],
  },
});
`;
};

/** `Bucket in model/aws/data.ts`, as model/kinds.ts has it; the kind's name where that can't be told. */
const typeOf = async (kind: string, root: string): Promise<string> => {
  const text = await readFile(join(root, 'model/kinds.ts'), 'utf8');
  const [, alias, name] = new RegExp(`'${kind}': (?:(\\w+)\\.)?(\\w+);`).exec(text) ?? [];
  if (name === undefined) return `${kind} in model/kinds.ts`;
  const source =
    alias === undefined
      ? new RegExp(`import type \\{[^}]*\\b${name}\\b[^}]*\\} from '\\./([^']+)'`)
      : new RegExp(`import type \\* as ${alias} from '\\./([^']+)'`);
  const [, file] = source.exec(text) ?? [];
  return `${name} in ${file === undefined ? 'model/kinds.ts' : `model/${file}`}`;
};
