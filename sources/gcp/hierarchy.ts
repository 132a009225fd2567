/** Which project a number belongs to: names carry the id, `ancestors` the number. */
import { isFields } from '#sources/decoding.ts';
import type { Asset } from './asset.ts';

export const projectKind = 'cloudresourcemanager.googleapis.com/Project';
export const hierarchyKinds: readonly string[] = [
  'cloudresourcemanager.googleapis.com/Organization',
  'cloudresourcemanager.googleapis.com/Folder',
  projectKind,
];

export class Hierarchy {
  /** `projects/123` → project id. */
  readonly #ids = new Map<string, string>();
  /** Projects whose id could not be read: what lies in them has no account to be told by. */
  readonly #unnamed = new Set<string>();
  readonly #names = new Map<string, string>();
  readonly #nodes = new Set<string>();

  /** An asset of the kinds in {@link hierarchyKinds}; others are ignored. */
  add(asset: Asset): void {
    if (!hierarchyKinds.includes(asset.kind)) return;
    const data = isFields(asset.data) ? asset.data : {};
    const own = asset.name.replace(/^\/\/cloudresourcemanager\.googleapis\.com\//, '');
    const title = firstText(data, 'displayName', 'name', 'projectId');
    if (asset.kind !== projectKind) {
      this.#nodes.add(own);
      if (title !== undefined) this.#names.set(own, title);
      return;
    }
    const id = firstText(data, 'projectId', 'project_id');
    const number =
      firstText(data, 'projectNumber', 'project_number') ?? asset.ancestors[0]?.slice('projects/'.length);
    if (id === undefined) {
      this.#unnamed.add(asset.ancestors[0] ?? own);
      return;
    }
    if (number !== undefined) this.#ids.set(`projects/${number}`, id);
    this.#ids.set(`projects/${id}`, id);
    this.#names.set(id, firstText(data, 'name', 'displayName') ?? id);
  }

  /** Project id, or the folder or organisation that the asset lies in; undefined where the asset says neither. */
  accountOf(asset: Asset): string | undefined {
    const own = asset.ancestors[0] ?? asset.parent;
    if (own !== undefined && this.#unnamed.has(own)) return undefined;
    if (own !== undefined) return this.#ids.get(own) ?? own.replace(/^projects\//, '');
    const named = /\/projects\/([^/]+)/.exec(asset.name)?.[1];
    if (named !== undefined) return this.#ids.get(`projects/${named}`) ?? named;
    return /\/((?:organizations|folders)\/\d+)/.exec(asset.name)?.[1];
  }

  /** Project ids, and the folders and organisations above them. */
  accounts(): readonly string[] {
    return [...new Set([...this.#ids.values(), ...this.#nodes])];
  }

  /** As `ancestors` name them: `projects/123`, `folders/5`, `organizations/1`. */
  nodes(): readonly string[] {
    return [...this.#ids.keys(), ...this.#nodes];
  }

  projects(): ReadonlySet<string> {
    return new Set(this.#ids.values());
  }

  /** Account → what people call it; hostile text. */
  names(): ReadonlyMap<string, string> {
    return this.#names;
  }
}

const firstText = (
  data: Readonly<Record<string, unknown>>,
  ...names: readonly string[]
): string | undefined => {
  for (const name of names) {
    const value = data[name];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  }
  return undefined;
};
