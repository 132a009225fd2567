/** The resources of a stack as a scan of the account would find them, for the kinds that checks know. */
import { allChecks } from '#checks/index.ts';
import type { Check } from '#model/check.ts';
import type { Kind } from '#model/kinds.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import { known } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import { secretIn } from '#sources/secrets.ts';
import { resource } from '../builders/resource.ts';
import { documentOf } from '../trust.ts';
import type { Resolved } from './resolve.ts';

type Values = Readonly<Record<string, unknown>>;

/** Nothing beside the stack protects it: the account's own block of public access is off. */
const noBlock = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};

const values = (value: unknown): Values => (value ?? {}) as Values;
const list = (value: unknown): readonly Values[] => (value ?? []) as readonly Values[];

export const judged = (resources: Readonly<Record<string, Resolved>>): readonly Resource[] => {
  const all = Object.entries(resources);
  /** The policy that another resource of the stack gives it. */
  const policyOf = (type: string, property: string, physical: string): PolicyDocument | 'none' => {
    const found = all.find(
      ([, { Type, Properties }]) => Type === type && [Properties[property]].flat().includes(physical),
    );
    return found === undefined ? 'none' : documentOf(found[1].Properties['PolicyDocument']);
  };
  return all.flatMap(([id, { Type, Properties, physical }]) => {
    const found = (kind: Kind, parts: Readonly<Record<string, unknown>>): readonly Resource[] => [
      resource(kind, Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, known(value)])), {
        name: id,
        // The statements of its policy name a bucket by this.
        ...(kind === 'AWS::S3::Bucket' ? { id: `arn:aws:s3:::${physical}` } : {}),
      }),
    ];
    switch (Type) {
      case 'AWS::S3::Bucket': {
        const block = values(Properties['PublicAccessBlockConfiguration']);
        const ownership = list(values(Properties['OwnershipControls'])['Rules'])[0] ?? {};
        return found('AWS::S3::Bucket', {
          policy: policyOf('AWS::S3::BucketPolicy', 'Bucket', physical),
          publicAccessBlock: {
            blockPublicAcls: block['BlockPublicAcls'] === true,
            ignorePublicAcls: block['IgnorePublicAcls'] === true,
            blockPublicPolicy: block['BlockPublicPolicy'] === true,
            restrictPublicBuckets: block['RestrictPublicBuckets'] === true,
          },
          accountPublicAccessBlock: noBlock,
          ownership: ownership['ObjectOwnership'] ?? 'none',
          versioning: {
            status: values(Properties['VersioningConfiguration'])['Status'] ?? 'Off',
            mfaDelete: false,
          },
          logging: 'none',
        });
      }
      case 'AWS::SQS::Queue':
        return found('AWS::SQS::Queue', {
          policy: policyOf('AWS::SQS::QueuePolicy', 'Queues', physical),
          settings: {
            kmsKey: Properties['KmsMasterKeyId'] ?? 'none',
            managedEncryption: Properties['SqsManagedSseEnabled'] === true,
          },
        });
      case 'AWS::IAM::Role':
        return found('AWS::IAM::Role', {
          path: Properties['Path'] ?? '/',
          trustPolicy: documentOf(Properties['AssumeRolePolicyDocument']),
          policies: {
            inline: list(Properties['Policies']).map(({ PolicyName, PolicyDocument }) => ({
              name: PolicyName,
              document: documentOf(PolicyDocument),
            })),
            attached: [],
            boundary: 'none',
          },
        });
      case 'AWS::IAM::ManagedPolicy':
        return found('AWS::IAM::Policy', { document: documentOf(Properties['PolicyDocument']) });
      case 'AWS::Lambda::Function': {
        const variables = values(values(Properties['Environment'])['Variables']);
        return found('AWS::Lambda::Function', {
          policy: 'none',
          aliases: [],
          environmentSecrets: Object.entries(variables).flatMap(([name, value]) => {
            const detector = secretIn(name, String(value));
            return detector === undefined ? [] : [{ path: name, detector }];
          }),
        });
      }
      default:
        return [];
    }
  });
};

/** The checks that judge such a resource by itself; a template has no approved state that it could have drifted from. */
export const checksFor = ({ kind }: Resource): readonly Check[] =>
  allChecks.filter(({ id, on }) => !id.startsWith('drift.') && on.some((one) => one === kind));
