import type { JsonObject } from '#sandbox/estate/estate.ts';

/**
 * The parameters of a Query request as a tree, under the names that the API Reference has for them:
 * `Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-1` becomes `{Filter: [{Name: 'vpc-id', Value: ['vpc-1']}]}`.
 */
export const nestedForm = (form: URLSearchParams): JsonObject => {
  const root: JsonObject = Object.create(null) as JsonObject;
  for (const [path, value] of form) {
    if (path === 'Action' || path === 'Version') continue;
    // A list of the Query protocol stands under `member`, one of EC2's right under its name.
    put(
      root,
      path.split('.').filter((step) => step !== 'member'),
      value,
    );
  }
  return listed(root) as JsonObject;
};

const put = (target: JsonObject, [step, ...rest]: readonly string[], value: string): void => {
  if (step === undefined) return;
  if (rest.length === 0) {
    target[step] = value;
    return;
  }
  const inner = target[step];
  const next: JsonObject =
    typeof inner === 'object' && inner !== null ? (inner as JsonObject) : (Object.create(null) as JsonObject);
  target[step] = next;
  put(next, rest, value);
};

/** Objects whose keys are all numbers are lists. */
const listed = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, listed(member)] as const);
  if (entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))) {
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, member]) => member);
  }
  const object: JsonObject = Object.create(null) as JsonObject;
  for (const [key, member] of entries) object[key] = member;
  return object;
};
