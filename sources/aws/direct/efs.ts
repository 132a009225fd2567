/** File systems. Source: Amazon EFS API Reference. */
import type { DirectKind } from './kind.ts';
import { detail, listedKind, ownNames, rowOf, tagMap } from './kind.ts';

export const efsKinds: readonly DirectKind[] = [
  listedKind({
    kind: 'AWS::EFS::FileSystem',
    action: 'elasticfilesystem:DescribeFileSystems',
    input: (token) => ({ MaxItems: 100, ...(token === undefined ? {} : { Marker: token }) }),
    rows: (output) => output.FileSystems,
    next: (output) => output.NextMarker,
    found: ({ Tags, ...row }, place) =>
      row.LifeCycleState === 'deleted'
        ? 'left-out'
        : rowOf('elasticfilesystem:DescribeFileSystems', row.FileSystemArn, place, {
            resourceId: row.FileSystemId,
            // The tag of that name.
            ...(row.Name === undefined || row.Name === '' ? {} : { resourceName: row.Name }),
            tags: tagMap(Tags),
            configuration: ownNames(row),
          }),
    details: [
      detail({
        action: 'elasticfilesystem:DescribeFileSystemPolicy',
        parts: ['policy'],
        input: ({ resourceId }) => ({ FileSystemId: resourceId }),
        trees: ({ Policy }) =>
          Policy === undefined
            ? { problem: 'the answer holds no policy' }
            : { configuration: { FileSystemPolicy: Policy } },
        none: { codes: ['PolicyNotFound'], trees: { configuration: { FileSystemPolicy: null } } },
      }),
    ],
  }),
];
