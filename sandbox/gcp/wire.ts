/** What the sandbox needs of the wire beyond gRPC itself: `Struct` values, and the details of an error. */

/** JSON as `google.protobuf.Struct`. Without recursion: a value that nests deep on purpose is no reason to fail. */
export const structOf = (root: Readonly<Record<string, unknown>>): object => {
  const left: (() => void)[] = [];
  const fieldsOf = (value: object): object =>
    Object.fromEntries(Object.entries(value).map(([key, one]) => [key, jsonValue(one)]));
  const jsonValue = (value: unknown): object => {
    switch (typeof value) {
      case 'string':
        return { stringValue: value };
      case 'number':
        return { numberValue: value };
      case 'boolean':
        return { boolValue: value };
      default: {
        if (typeof value !== 'object' || value === null) return { nullValue: 'NULL_VALUE' };
        if (Array.isArray(value)) {
          const listValue: { values: object[] } = { values: [] };
          left.push(() => {
            listValue.values = value.map(jsonValue);
          });
          return { listValue };
        }
        const structValue = { fields: {} };
        left.push(() => {
          structValue.fields = fieldsOf(value);
        });
        return { structValue };
      }
    }
  };
  const struct = { fields: fieldsOf(root) };
  for (let next = left.pop(); next !== undefined; next = left.pop()) next();
  return struct;
};

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  bytes.push(rest);
  return Buffer.from(bytes);
};

/** A length-delimited field of a protobuf message. */
const field = (number: number, content: string | Buffer): Buffer => {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
};

/** `google.rpc.Status` with one `google.rpc.ErrorInfo`, for the trailer `grpc-status-details-bin`. */
export const statusDetails = (
  code: number,
  message: string,
  reason: string,
  metadata: Readonly<Record<string, string>>,
): Buffer => {
  const info = Buffer.concat([
    field(1, reason),
    field(2, 'googleapis.com'),
    ...Object.entries(metadata).map(([key, value]) =>
      field(3, Buffer.concat([field(1, key), field(2, value)])),
    ),
  ]);
  const any = Buffer.concat([field(1, 'type.googleapis.com/google.rpc.ErrorInfo'), field(2, info)]);
  return Buffer.concat([Buffer.from([8]), varint(code), field(2, message), field(3, any)]);
};
