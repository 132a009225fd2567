/** What a recorder follows; the rules that AWS Config has for it. */
import { hexOf } from '#sandbox/forms/ids.ts';
import type { RecorderFacts } from './estate.ts';

/** The kinds that AWS Config delivers with `awsRegion: "global"`. */
export const globalKinds: readonly string[] = [
  'AWS::IAM::User',
  'AWS::IAM::Group',
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
];

/** Kinds that AWS Config knows nothing of, whatever a recorder is told (its list of supported resource types). */
export const isSupported = (kind: string): boolean => !unsupportedKinds.has(kind);

const unsupportedKinds = new Set(['AWS::SecurityHub::Hub', 'AWS::Logs::LogGroup']);

/** Whether a recorder follows a kind; `allSupported` leaves the global kinds out unless it is told. */
export const recordsKind = (recorder: RecorderFacts, kind: string): boolean => {
  switch (recorder.strategy) {
    case 'INCLUSION_BY_RESOURCE_TYPES':
      return recorder.kinds.includes(kind);
    case 'EXCLUSION_BY_RESOURCE_TYPES':
      return !recorder.kinds.includes(kind);
    case 'ALL_SUPPORTED':
      return recorder.includeGlobal || !globalKinds.includes(kind);
  }
};

export const recorderArn = (recorder: RecorderFacts, partition: string, account: string): string => {
  const id = hexOf(`${account}/${recorder.region}/recorder/${recorder.name}`, 16);
  return `arn:${partition}:config:${recorder.region}:${account}:configuration-recorder/${recorder.name}/${id}`;
};
