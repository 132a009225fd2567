/**
 * Reads an AWS policy document as any service hands it over: an object, JSON text, or percent-encoded JSON text
 * (IAM's way). What AWS itself would refuse is an error here, never a document without statements: a missing
 * statement list read as "grants nothing" would be a false pass.
 *
 * Source: IAM User Guide, "Grammar of the IAM JSON policy language".
 */
import type {
  PolicyCondition,
  PolicyDocument,
  PolicyStatement,
  PrincipalEntry,
  Principals,
} from './document.ts';

export type ParsedPolicy =
  | { readonly ok: true; readonly document: PolicyDocument }
  | { readonly ok: false; readonly error: string };

/** The largest real documents are key and bucket policies of 20 to 32 KiB; beyond this it is no policy. */
const maxBytes = 1024 * 1024;
/** A condition's value stands seven levels deep. */
const maxDepth = 16;
const maxNodes = 200_000;

class Refused extends Error {}

export const parsePolicyDocument = (value: unknown): ParsedPolicy => {
  try {
    return { ok: true, document: readDocument(decode(value)) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, error: error.message };
    throw error;
  }
};

function decode(value: unknown): unknown {
  let current = value;
  // A string in a string occurs where a recorder encoded twice; three rounds are more than any service does.
  for (let round = 0; typeof current === 'string' && round < 3; round += 1) current = decodeText(current);
  if (typeof current === 'string') throw new Refused('the policy is text within text');
  // AWS Config once recorded IAM documents as a list of one.
  if (Array.isArray(current) && current.length === 1) current = current[0];
  measure(current);
  return current;
}

function decodeText(text: string): unknown {
  if (text.length > maxBytes) throw new Refused(`the policy text is longer than ${maxBytes} characters`);
  const trimmed = text.trim();
  if (trimmed === '') throw new Refused('the policy text is empty');
  if (trimmed.startsWith('{') || trimmed.startsWith('"') || trimmed.startsWith('['))
    return parseJson(trimmed);
  if (!trimmed.startsWith('%')) throw new Refused('the policy is neither JSON nor percent-encoded JSON');
  try {
    // A plus is a space of the form encoding that some recorders use: percent-encoding has none of its own.
    return parseJson(decodeURIComponent(trimmed.replaceAll('+', '%20')));
  } catch (error) {
    if (error instanceof URIError) throw new Refused('the percent-encoding of the policy is broken');
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's message quotes the text, which is not ours to repeat.
    throw new Refused('the policy is not valid JSON');
  }
}

function measure(root: unknown): void {
  const pending: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  let nodes = 0;
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    nodes += 1;
    if (nodes > maxNodes) throw new Refused(`the policy has more than ${maxNodes} values`);
    if (item.depth > maxDepth) throw new Refused(`the policy is nested deeper than ${maxDepth} levels`);
    if (typeof item.value !== 'object' || item.value === null) continue;
    for (const value of Object.values(item.value)) pending.push({ value, depth: item.depth + 1 });
  }
}

/** Element name in lower case → value. A Map, so that `__proto__` is a name like any other. */
function elements(value: unknown, where: string, allowed: readonly string[]): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [name, element] of entriesOf(value, where)) {
    const lower = name.toLowerCase();
    if (!allowed.includes(lower)) throw new Refused(`${where} has an unknown element ${quote(name)}`);
    if (found.has(lower)) throw new Refused(`${where} has ${quote(name)} twice`);
    if (element !== undefined && element !== null) found.set(lower, element);
  }
  return found;
}

function entriesOf(value: unknown, where: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refused(`${where} is not an object`);
  }
  return Object.entries(value);
}

const quote = (name: string): string => JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);

function readDocument(value: unknown): PolicyDocument {
  const found = elements(value, 'the policy', ['version', 'id', 'statement']);
  const version = found.get('version') ?? 'none';
  if (version !== 'none' && version !== '2012-10-17' && version !== '2008-10-17') {
    throw new Refused(`the policy has an unknown Version ${quote(String(version))}`);
  }
  const statement = found.get('statement');
  if (statement === undefined) throw new Refused('the policy has no Statement');
  const list = Array.isArray(statement) ? statement : [statement];
  return { version, statements: list.map(readStatement) };
}

const statementElements = [
  'sid',
  'effect',
  'principal',
  'notprincipal',
  'action',
  'notaction',
  'resource',
  'notresource',
  'condition',
];

function readStatement(value: unknown, index: number): PolicyStatement {
  const where = `Statement[${index}]`;
  const found = elements(value, where, statementElements);
  const effect = found.get('effect');
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new Refused(`${where} has an Effect that is neither Allow nor Deny`);
  }
  const sid = found.get('sid');
  if (sid !== undefined && typeof sid !== 'string') throw new Refused(`${where}.Sid is not text`);
  const actions = texts(found.get('action'), `${where}.Action`);
  const notActions = texts(found.get('notaction'), `${where}.NotAction`);
  if ((actions === 'none') === (notActions === 'none')) {
    throw new Refused(`${where} needs either Action or NotAction`);
  }
  const resources = texts(found.get('resource'), `${where}.Resource`);
  const notResources = texts(found.get('notresource'), `${where}.NotResource`);
  if (resources !== 'none' && notResources !== 'none') {
    throw new Refused(`${where} has both Resource and NotResource`);
  }
  return {
    label: sid === undefined || sid === '' ? `#${index}` : sid,
    effect,
    principals: readPrincipals(found, where),
    actions,
    notActions,
    resources,
    notResources,
    conditions: readConditions(found.get('condition'), `${where}.Condition`),
  };
}

function texts(value: unknown, where: string): readonly string[] | 'none' {
  if (value === undefined) return 'none';
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new Refused(`${where} is empty`);
  return list.map((item) => {
    if (typeof item !== 'string' || item === '')
      throw new Refused(`${where} holds something that is not text`);
    return item;
  });
}

function readPrincipals(found: Map<string, unknown>, where: string): Principals {
  const principal = found.get('principal');
  const notPrincipal = found.get('notprincipal');
  if (principal !== undefined && notPrincipal !== undefined) {
    throw new Refused(`${where} has both Principal and NotPrincipal`);
  }
  if (principal !== undefined) return { not: false, entries: readEntries(principal, `${where}.Principal`) };
  if (notPrincipal === undefined) return 'none';
  return { not: true, entries: readEntries(notPrincipal, `${where}.NotPrincipal`) };
}

const principalTypes = new Map<string, PrincipalEntry['type']>([
  ['*', '*'],
  ['aws', 'AWS'],
  ['service', 'Service'],
  ['federated', 'Federated'],
  ['canonicaluser', 'CanonicalUser'],
]);

function readEntries(value: unknown, where: string): readonly PrincipalEntry[] {
  if (typeof value === 'string') {
    // AWS takes no other bare text here.
    if (value !== '*') throw new Refused(`${where} is text other than "*"`);
    return [{ type: '*', value: '*' }];
  }
  if (Array.isArray(value) && value.length === 1 && value[0] === '*') return [{ type: '*', value: '*' }];
  return entriesOf(value, where).flatMap(([name, values]) => {
    const type = principalTypes.get(name.toLowerCase());
    if (type === undefined) throw new Refused(`${where} has an unknown type ${quote(name)}`);
    const list: unknown[] = Array.isArray(values) ? values : [values];
    return list.map((item) => {
      if (typeof item !== 'string') throw new Refused(`${where}.${name} holds something that is not text`);
      return { type, value: item };
    });
  });
}

function readConditions(value: unknown, where: string): readonly PolicyCondition[] {
  if (value === undefined) return [];
  return entriesOf(value, where).flatMap(([operator, block]) =>
    entriesOf(block, `${where}.${operator}`).map(([key, values]) => ({
      operator,
      key,
      values: conditionValues(values, `${where}.${operator}`),
    })),
  );
}

function conditionValues(value: unknown, where: string): readonly string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === 'string') return item;
    if (typeof item === 'boolean' || typeof item === 'number') return String(item);
    throw new Refused(`${where} holds a value that is not text, number or boolean`);
  });
}
