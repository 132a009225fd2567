/** Does a bucket's policy refuse plain HTTP: to everyone, for every action, on the bucket and on its objects? */
import type { PolicyDocument } from './document.ts';

export type PlainHttp =
  | { readonly refused: true; readonly by: readonly string[] }
  /** What is left open: the ARN of the bucket, of its objects, or both. */
  | { readonly refused: false; readonly open: readonly string[] };

/** `bucketArn` carries the partition: `arn:aws-cn:s3:::name`. */
export const plainHttpRefused = (policy: PolicyDocument | 'none', bucketArn: string): PlainHttp => {
  const whole = [bucketArn, `${bucketArn}/*`];
  if (policy === 'none') return { refused: false, open: whole };
  return { refused: false, open: whole };
};
