/** Hands a check what it declared behind a guard that notices every other touch. */
import type { Check } from '#model/check.ts';

type Evaluate = (parts: object, resource: object) => ReturnType<Check['evaluate']>;

/** Questions that the language itself asks of any object, such as on printing or awaiting it. */
const harmless = new Set<string | symbol>(['then', 'toJSON']);

const guard = (
  target: object,
  allowed: ReadonlySet<string | symbol>,
  touched: string[],
  prefix: string,
): object =>
  new Proxy(target, {
    get(parts, name) {
      if (allowed.has(name)) return Reflect.get(parts, name) as unknown;
      if (typeof name === 'symbol' || harmless.has(name)) return undefined;
      touched.push(prefix + name);
      throw new TypeError(`undeclared: ${prefix}${name}`);
    },
    has(parts, name) {
      if (typeof name === 'string' && !allowed.has(name)) touched.push(prefix + name);
      return Reflect.has(parts, name);
    },
    // A spread or `Object.keys` would look at everything, whatever the check declared.
    ownKeys() {
      touched.push(`${prefix}*`);
      throw new TypeError('a check names the parts that it looks at');
    },
  });

const identity: ReadonlySet<string> = new Set([
  'provider',
  'kind',
  'account',
  'region',
  'id',
  'name',
  'tags',
  'observedAt',
]);

export const watched = (check: Check): { readonly guarded: Check; readonly touched: readonly string[] } => {
  const touched: string[] = [];
  const declared = new Set<string>([...check.reads, ...check.mayRead, ...check.uses]);
  const evaluate = check.evaluate as Evaluate;
  const guarded: Check = {
    ...check,
    evaluate: (parts: object, resource: object) =>
      evaluate(guard(parts, declared, touched, ''), guard(resource, identity, touched, 'resource.')),
  };
  return { guarded, touched };
};
