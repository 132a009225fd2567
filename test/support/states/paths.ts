/** Reference paths and payload templates of the Amazon States Language, as far as the state machine uses them. */

export interface Scope {
  readonly input: unknown;
  /** What `$$` is. */
  readonly context: unknown;
}

/** A definition that the language does not permit, or that this interpreter does not know. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
}

/** A path that leads nowhere: AWS ends the execution then. */
export class PathError extends Error {
  override readonly name = 'States.Runtime';
}

export const readPath = (path: string, scope: Scope): unknown => {
  const found = findPath(path, scope);
  if (found === undefined) throw new PathError(`${path} is not in ${JSON.stringify(scope.input)}`);
  return found.value;
};

/** Undefined where there is nothing; a value of `null` is something. */
export const findPath = (
  path: string,
  { input, context }: Scope,
): { readonly value: unknown } | undefined => {
  const [root = '', ...names] = path.split('.');
  if (root !== '$' && root !== '$$') throw new DefinitionError(`${path} is no path that is known here`);
  let value: unknown = root === '$' ? input : context;
  for (const name of names) {
    if (!/^[A-Za-z0-9_]+$/.test(name)) throw new DefinitionError(`${path} is no path that is known here`);
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return { value };
};

/** Keys that end in `.$` hold paths; the others stand as they are. */
export const fillTemplate = (template: unknown, scope: Scope): unknown => {
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, scope));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => {
      if (!key.endsWith('.$')) return [key, fillTemplate(value, scope)];
      if (typeof value !== 'string') throw new DefinitionError(`${key} must hold a path`);
      return [key.slice(0, -2), readPath(value, scope)];
    }),
  );
};

/** @param path `$` replaces the input, `null` keeps it, `$.name` puts the result into it. */
export const putResult = (path: string | null | undefined, input: unknown, result: unknown): unknown => {
  if (path === null) return input;
  if (path === undefined || path === '$') return result;
  const name = /^\$\.([A-Za-z0-9_]+)$/.exec(path)?.[1];
  if (name === undefined) throw new DefinitionError(`${path} is no result path that is known here`);
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new PathError(`${path} can't be put into ${JSON.stringify(input)}`);
  }
  return { ...input, [name]: result };
};
