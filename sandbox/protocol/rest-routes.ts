/** Which operation of a REST service a request is of, and what it names, by the service's model. */
import { NormalizedSchema, translateTraits } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import type { JsonObject } from '#sandbox/estate/estate.ts';
import type { SignedRequest } from './signature.ts';

interface Routed {
  readonly name: string;
  readonly input: JsonObject;
}

/** @param bucketInPath S3 with the bucket as the path's first part; its model has the path without it. */
export const routeRequest = (
  operations: ReadonlyMap<string, StaticOperationSchema>,
  request: SignedRequest,
  bucketInPath: boolean,
): Routed | undefined => {
  const url = new URL(request.url, 'http://sandbox');
  const segments = url.pathname.split('/').filter((one) => one !== '');
  const bucket = bucketInPath ? segments.shift() : undefined;
  let best: { routed: Routed; score: number } | undefined;
  for (const [name, schema] of operations) {
    const [method, template] = templateOf(schema);
    if (method !== request.method) continue;
    const [path = '', query = ''] = template.split('?', 2);
    const labels = labelsOf(path, segments);
    const literals = query === '' ? [] : query.split('&').map((pair) => pair.split('=', 2));
    if (
      labels === undefined ||
      !literals.every(
        ([key = '', value]) =>
          url.searchParams.has(key) && (value === undefined || url.searchParams.get(key) === value),
      )
    ) {
      continue;
    }
    const members = membersOf(schema);
    if (bucketInPath && members.has('Bucket') !== (bucket !== undefined)) continue;
    // The most specific one: fewest labels, most words in the query.
    const score = literals.length * 10 - Object.keys(labels).length;
    if (best !== undefined && best.score >= score) continue;
    const input: JsonObject = { ...jsonBody(request.body), ...labels };
    if (bucket !== undefined) input['Bucket'] = decodeURIComponent(bucket);
    for (const [member, traits] of members) {
      const { httpQuery, httpHeader } = traits.getMergedTraits();
      const given =
        httpQuery !== undefined
          ? (url.searchParams.get(httpQuery) ?? undefined)
          : httpHeader !== undefined
            ? request.headers[httpHeader.toLowerCase()]
            : undefined;
      if (given !== undefined) input[member] = given;
    }
    best = { routed: { name, input }, score };
  }
  return best?.routed;
};

const templateOf = (schema: StaticOperationSchema): readonly [method: string, template: string] => {
  const { http } = translateTraits(schema[3]);
  return http === undefined ? ['', ''] : [http[0], http[1]];
};

const membersOf = (schema: StaticOperationSchema): ReadonlyMap<string, NormalizedSchema> => {
  const input = NormalizedSchema.of(schema[4]);
  return new Map(input.isStructSchema() ? input.structIterator() : []);
};

const labelsOf = (path: string, segments: readonly string[]): Record<string, string> | undefined => {
  const steps = path.split('/').filter((one) => one !== '');
  if (steps.length !== segments.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, step] of steps.entries()) {
    const segment = segments[index] ?? '';
    const label = /^\{(\w+)\+?\}$/.exec(step)?.[1];
    if (label !== undefined) labels[label] = decodeURIComponent(segment);
    else if (step !== segment) return undefined;
  }
  return labels;
};

const jsonBody = (body: Buffer): JsonObject => {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8')) as JsonObject;
  } catch {
    // XML: no operation that the sandbox speaks takes a body of it.
    return {};
  }
};
