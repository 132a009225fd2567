/**
 * The members of the AWS Security Finding Format that are written. A test holds them to the SDK's own type, which this
 * folder does not import: reports know no cloud.
 *
 * `Region` is none of them: Security Hub sets it by itself, and takes none from whoever imports.
 *
 * Source: AWS Security Hub API Reference, AwsSecurityFinding; User Guide, "Optional top-level ASFF attributes".
 */

export interface AsffResource {
  Type: string;
  Id: string;
  /** Left out for a partition that ASFF has no word for. */
  Partition?: 'aws' | 'aws-cn' | 'aws-us-gov' | 'aws-us-iso' | 'aws-us-iso-b';
  Region: string;
  Tags?: Record<string, string>;
  Details?: { Other: Record<string, string> };
}

export interface AsffCompliance {
  Status: 'FAILED' | 'NOT_AVAILABLE';
  RelatedRequirements?: string[];
  StatusReasons?: { ReasonCode: string; Description: string }[];
}

export interface AsffHeading {
  SchemaVersion: '2018-10-08';
  ProductArn: string;
  ProductName: string;
  CompanyName: string;
  GeneratorId: string;
  AwsAccountId: string;
  Types: string[];
  CreatedAt: string;
  UpdatedAt: string;
}

export interface AsffFinding extends AsffHeading {
  Id: string;
  FirstObservedAt?: string;
  LastObservedAt?: string;
  Severity: {
    Label: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'INFORMATIONAL';
    Original: string;
  };
  Title: string;
  Description: string;
  Remediation?: { Recommendation: { Text: string; Url?: string } };
  ProductFields: Record<string, string>;
  Resources: AsffResource[];
  Compliance?: AsffCompliance;
  Workflow: { Status: 'NEW' | 'SUPPRESSED' | 'RESOLVED' };
  RecordState: 'ACTIVE' | 'ARCHIVED';
}
