# The role that the scanner reads this account with. Who may take it on and what it may read stands in documents.tf.json, which
# `npm run generate` makes from the checks, as it makes the CloudFormation template of the same role.
locals {
  partition       = split(":", var.scanner_role_arns[0])[1]
  scanner_account = split(":", var.scanner_role_arns[0])[4]

  policies = concat(local.reader_policies, var.holds_aggregator ? local.aggregator_policies : [])
}

resource "aws_iam_role" "reader" {
  name                 = var.name
  path                 = var.path
  description          = "Read by Plumbline; changes nothing"
  max_session_duration = 3600
  permissions_boundary = var.permissions_boundary
  assume_role_policy   = var.external_id == null ? jsonencode(local.trust_policy) : jsonencode(local.trust_policy_with_external_id)
  tags                 = var.tags
}

resource "aws_iam_policy" "reader" {
  count = length(local.policies)

  name        = "${var.name}-${count.index + 1}"
  path        = var.path
  description = "What Plumbline reads; made from its checks"
  policy      = jsonencode(local.policies[count.index])
  tags        = var.tags
}

resource "aws_iam_role_policy_attachment" "reader" {
  count = length(local.policies)

  role       = aws_iam_role.reader.name
  policy_arn = aws_iam_policy.reader[count.index].arn
}
