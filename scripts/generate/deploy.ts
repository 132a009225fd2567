/** The role in each account, as CloudFormation and Terraform deploy it, and the role of a scan in GitHub Actions. */
import { stringify } from 'yaml';
import { ciRoleTemplate } from '../deploy/ci-role.ts';
import { memberRoleLocals, memberRoleTemplate } from '../deploy/member-role.ts';
import type { Output } from './output.ts';
import { generatedMark } from './output.ts';

/** CloudFormation reads YAML 1.1, to which a bare `no` or date is no text. Long lines stay whole: a folded pattern reads like another. */
const yaml = (value: unknown): string =>
  `# ${generatedMark}\n${stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })}`;

export const deployFiles: Output = {
  files: ({ checks }) => {
    const all = checks.map(({ check }) => check);
    return new Map([
      ['deploy/github-actions/role.template.yml', yaml(ciRoleTemplate(all))],
      ['deploy/member-role.template.yml', yaml(memberRoleTemplate(all))],
      [
        'deploy/terraform/member-role/documents.tf.json',
        `${JSON.stringify({ '//': generatedMark, ...(memberRoleLocals(all) as object) }, null, 2)}\n`,
      ],
    ]);
  },
};
