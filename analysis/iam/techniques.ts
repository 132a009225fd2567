/** Sets of actions that hand over the power of another identity. */

export interface Step {
  /** IAM action. */
  readonly action: string;
  /**
   * `own`: on a thing that the holder makes or names himself. `others`: on an identity, or on a workload that cannot be
   * without a role (a function, a build project). `maybe`: on a workload that may well have none (an instance, a stack).
   */
  readonly on: 'own' | 'others' | 'maybe';
  /** Of `iam:PassRole`: the service that the role is passed to, as `iam:PassedToService` names it. */
  readonly passedTo?: string;
}

export interface Technique {
  /** Stable name, kebab-case. */
  readonly id: string;
  readonly steps: readonly Step[];
}

const own = (...actions: string[]): readonly Step[] => actions.map((action) => ({ action, on: 'own' }));
const others = (...actions: string[]): readonly Step[] => actions.map((action) => ({ action, on: 'others' }));

const maybe = (...actions: string[]): readonly Step[] => actions.map((action) => ({ action, on: 'maybe' }));

const technique = (id: string, ...steps: (readonly Step[])[]): Technique => ({ id, steps: steps.flat() });

/** A role is handed to a service, whose work then acts with it. */
const passRole = (service: string): readonly Step[] => [
  { action: 'iam:PassRole', on: 'others', passedTo: `${service}.amazonaws.com` },
];

/** To something new. */
const passing = (id: string, service: string, ...actions: string[]): Technique =>
  technique(id, passRole(service), own(...actions));

/**
 * Sorted by how directly they work. `sts:AssumeRole` by itself is left out: it is what roles are for, and whether it
 * raises anybody is a matter of the roles that trust him.
 */
export const techniques: readonly Technique[] = [
  technique('new-policy-version', others('iam:CreatePolicyVersion')),
  technique('older-policy-version', others('iam:SetDefaultPolicyVersion')),
  technique('attach-user-policy', others('iam:AttachUserPolicy')),
  technique('attach-group-policy', others('iam:AttachGroupPolicy')),
  technique('attach-role-policy', others('iam:AttachRolePolicy')),
  technique('put-user-policy', others('iam:PutUserPolicy')),
  technique('put-group-policy', others('iam:PutGroupPolicy')),
  technique('put-role-policy', others('iam:PutRolePolicy')),
  technique('join-group', others('iam:AddUserToGroup')),
  technique('new-access-key', others('iam:CreateAccessKey')),
  technique('new-login', others('iam:CreateLoginProfile')),
  technique('new-password', others('iam:UpdateLoginProfile')),
  technique('open-trust', others('iam:UpdateAssumeRolePolicy')),
  passing('pass-role-to-instance', 'ec2', 'ec2:RunInstances'),
  passing('pass-role-to-spot-instance', 'ec2', 'ec2:RequestSpotInstances'),
  passing('pass-role-to-function', 'lambda', 'lambda:CreateFunction', 'lambda:InvokeFunction'),
  passing(
    'pass-role-to-function-by-event',
    'lambda',
    'lambda:CreateFunction',
    'lambda:CreateEventSourceMapping',
  ),
  passing('pass-role-to-function-by-permission', 'lambda', 'lambda:CreateFunction', 'lambda:AddPermission'),
  passing('pass-role-to-stack', 'cloudformation', 'cloudformation:CreateStack'),
  passing(
    'pass-role-to-stack-set',
    'cloudformation',
    'cloudformation:CreateStackSet',
    'cloudformation:CreateStackInstances',
  ),
  technique('change-stack-set', passRole('cloudformation'), others('cloudformation:UpdateStackSet')),
  passing('pass-role-to-build', 'codebuild', 'codebuild:CreateProject', 'codebuild:StartBuild'),
  passing('pass-role-to-build-batch', 'codebuild', 'codebuild:CreateProject', 'codebuild:StartBuildBatch'),
  passing(
    'pass-role-to-data-pipeline',
    'datapipeline',
    'datapipeline:CreatePipeline',
    'datapipeline:PutPipelineDefinition',
    'datapipeline:ActivatePipeline',
  ),
  passing('pass-role-to-service', 'ecs-tasks', 'ecs:RegisterTaskDefinition', 'ecs:CreateService'),
  passing('pass-role-to-task', 'ecs-tasks', 'ecs:RegisterTaskDefinition', 'ecs:RunTask'),
  passing('pass-role-to-task-in-place', 'ecs-tasks', 'ecs:RegisterTaskDefinition', 'ecs:StartTask'),
  passing('pass-role-to-dev-endpoint', 'glue', 'glue:CreateDevEndpoint'),
  passing('pass-role-to-job', 'glue', 'glue:CreateJob', 'glue:StartJobRun'),
  passing('pass-role-to-job-by-trigger', 'glue', 'glue:CreateJob', 'glue:CreateTrigger'),
  technique('change-job', passRole('glue'), others('glue:UpdateJob', 'glue:StartJobRun')),
  technique('change-job-by-trigger', passRole('glue'), others('glue:UpdateJob'), own('glue:CreateTrigger')),
  passing('pass-role-to-notebook', 'sagemaker', 'sagemaker:CreateNotebookInstance'),
  passing('pass-role-to-training', 'sagemaker', 'sagemaker:CreateTrainingJob'),
  passing('pass-role-to-processing', 'sagemaker', 'sagemaker:CreateProcessingJob'),
  passing('pass-role-to-web-service', 'tasks.apprunner', 'apprunner:CreateService'),
  passing(
    'pass-role-to-code-interpreter',
    'bedrock-agentcore',
    'bedrock-agentcore:CreateCodeInterpreter',
    'bedrock-agentcore:StartCodeInterpreterSession',
    'bedrock-agentcore:InvokeCodeInterpreter',
  ),
  passing('pass-role-to-state-machine', 'states', 'states:CreateStateMachine', 'states:StartExecution'),
  passing('pass-role-to-automation', 'ssm', 'ssm:StartAutomationExecution'),
  technique('change-function-code', others('lambda:UpdateFunctionCode')),
  // The code of a layer runs with the function's role.
  technique(
    'change-function-layers',
    others('lambda:UpdateFunctionConfiguration'),
    own('lambda:GetLayerVersion'),
  ),
  technique('change-stack', maybe('cloudformation:UpdateStack')),
  technique('change-set', maybe('cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet')),
  technique('change-dev-endpoint', others('glue:UpdateDevEndpoint')),
  technique('change-web-service', maybe('apprunner:UpdateService')),
  technique(
    'change-instance-start',
    maybe('ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'),
  ),
  technique('change-launch-template', maybe('ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate')),
  technique('shell-on-instance', maybe('ssm:StartSession')),
  technique('command-on-instance', maybe('ssm:SendCommand')),
  technique('key-on-instance', maybe('ec2-instance-connect:SendSSHPublicKey', 'ec2:DescribeInstances')),
  technique('start-build', others('codebuild:StartBuild')),
  technique('start-build-batch', others('codebuild:StartBuildBatch')),
  technique('open-notebook', others('sagemaker:CreatePresignedNotebookInstanceUrl')),
  technique(
    'change-notebook',
    own('sagemaker:CreateNotebookInstanceLifecycleConfig'),
    others(
      'sagemaker:StopNotebookInstance',
      'sagemaker:UpdateNotebookInstance',
      'sagemaker:StartNotebookInstance',
    ),
  ),
  technique(
    'run-in-code-interpreter',
    maybe('bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'),
  ),
];
