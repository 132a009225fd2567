import { defineCheck } from '#model/check.ts';
import { failIfAny, notApplicable, pass, undecidable } from '#model/verdict.ts';

const gone = ['terminated', 'shutting-down'];

export const instanceMetadataV2 = defineCheck({
  id: 'network.aws.instance-metadata-v2',
  title: 'Instance gives its credentials to session tokens only (IMDSv2)',
  finding: '{name} hands out role credentials without a token (IMDSv1)',
  consequence: 'A request that the instance is tricked into sending returns the credentials of its role.',
  severity: 'high',
  on: 'AWS::EC2::Instance',
  reads: ['metadata', 'settings'],
  controls: { 'cis-aws-3.0': ['5.6'], 'cis-aws-5.0': ['5.7'], practice: ['CLD-1', 'IAM-1'] },
  remediation:
    'aws ec2 modify-instance-metadata-options --instance-id ID --http-tokens required, after CloudWatch metric MetadataNoToken shows no use. Verify: aws ec2 describe-instances shows HttpTokens required.',
  sources: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html'],
  evaluate({ metadata, settings }) {
    if (gone.includes(settings.state)) return notApplicable('the instance is terminated');
    // An item recorded before the options existed says nothing about them.
    if (metadata === 'none') return undecidable('the item carries no metadata options');
    if (metadata.endpoint === 'disabled') return pass;
    return failIfAny(
      metadata.tokens === 'required'
        ? []
        : [{ path: 'metadata/tokens', found: metadata.tokens, expected: 'required' }],
    );
  },
});
