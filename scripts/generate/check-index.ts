/** `checks/index.ts`: static imports, so that a bundler and a reader see every check. */
import { generatedMark, type LoadedCheck, type Output } from './output.ts';

const camelCase = (id: string): string =>
  id.replaceAll(/[-.]([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());

/** On one line however long: the formatter, which a generated file must pass as well, breaks no single import. */
const importOf = ({ exportName, file }: LoadedCheck, name: string): string => {
  const binding = exportName === name ? name : `${exportName} as ${name}`;
  return `import { ${binding} } from './${file.replace(/^checks\//, '')}';`;
};

export const checkIndex: Output = {
  files({ checks }) {
    const seen = new Map<string, number>();
    for (const { exportName } of checks) seen.set(exportName, (seen.get(exportName) ?? 0) + 1);
    // Two clouds may have a check of the same name; then the whole id tells them apart.
    const named = checks.map((loaded) => ({
      loaded,
      name: seen.get(loaded.exportName) === 1 ? loaded.exportName : camelCase(loaded.check.id),
    }));
    const text = [
      `/** Every check, sorted by id. ${generatedMark} */`,
      "import type { Check } from '#model/check.ts';",
      ...named.map(({ loaded, name }) => importOf(loaded, name)),
      '',
      'export const allChecks: readonly Check[] = [',
      ...named.map(({ name }) => `  ${name},`),
      '];',
      '',
    ].join('\n');
    return new Map([['checks/index.ts', text]]);
  },
};
