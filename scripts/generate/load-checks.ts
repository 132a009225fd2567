/** Finds the checks by their place, since the list of them is itself generated. */
import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Check } from '#model/check.ts';
import { compareText } from '#model/resource.ts';
import type { LoadedCheck } from './output.ts';

/** `network.aws.database-not-public` → `databaseNotPublic`. */
export const exportNameOf = (id: string): string =>
  (id.split('.').at(-1) ?? id).replaceAll(/-([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());

/** `checks/network/aws/database-not-public.ts` → `network.aws.database-not-public`. */
const idOfFile = (file: string): string =>
  file
    .replace(/^checks\//, '')
    .replace(/\.ts$/, '')
    .replaceAll('/', '.');

/** Every check below `checks/` of the project at `root`, sorted by id. */
export const loadChecks = async (root: string): Promise<readonly LoadedCheck[]> => {
  const names = await readdir(join(root, 'checks'), { recursive: true });
  const files = names
    .map((name) => `checks/${name.split(sep).join('/')}`)
    .filter((file) => file.endsWith('.ts') && file !== 'checks/index.ts')
    .sort(compareText);
  const loaded = await Promise.all(files.map((file) => loadCheck(root, file)));
  return loaded.sort((a, b) => compareText(a.check.id, b.check.id));
};

const loadCheck = async (root: string, file: string): Promise<LoadedCheck> => {
  const module = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
  const id = idOfFile(file);
  const exportName = exportNameOf(id);
  const names = Object.keys(module);
  if (names.length !== 1 || names[0] !== exportName) {
    throw new Error(
      `${file} exports ${names.join(', ') || 'nothing'}; export one check, named ${exportName}`,
    );
  }
  const check = module[exportName] as Check;
  if (check.id !== id) throw new Error(`${file} has the id ${check.id}; its place asks for ${id}`);
  return { check, exportName, file };
};
