/**
 * Where a cloud resource is, for a format that knows files. Code scanning wants a file for every result and joins its
 * path with the rule into the alert's identity. So the path is the place that a resource cannot leave,
 * `cloud/<provider>/<account>/<region>/<kind>`: no such file exists, it can be filtered by, and it is the same in every scan.
 */
import type { Location } from 'sarif';
import type { Finding } from '#model/finding.ts';
import { field } from '../../text/field.ts';

/** Longer than any account, region or kind of a cloud. */
const segmentRoom = 120;

/** A segment of a URI that can't leave its folder: `.` and `..` are not kept. */
export const uriSegment = (text: string): string => {
  const segment = field(text, segmentRoom);
  return segment === '' || /^\.+$/u.test(segment) ? '_' : encodeURIComponent(segment);
};

export const locationOf = (finding: Finding): Location => {
  const { provider, account, region, kind, id } = finding;
  return {
    physicalLocation: {
      artifactLocation: { uri: `cloud/${[provider, account, region, kind].map(uriSegment).join('/')}` },
      region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
    },
    logicalLocations: [{ name: field(finding.name, 256), fullyQualifiedName: field(id), kind: 'resource' }],
  };
};
