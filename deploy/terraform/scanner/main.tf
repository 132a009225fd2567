# The scanner as the one stack that `npm run build:deploy` wrote: Terraform uploads it and hands the parameters on. Its fifty resources in
# Terraform's own words would be a second description, which falls behind the first.
locals {
  package  = coalesce(var.package, "${path.module}/../../../dist/deploy")
  template = "${local.package}/plumbline.template.json"

  shown = {
    Name             = var.name
    ArtifactBucket   = var.artifact_bucket
    ArtifactPrefix   = var.artifact_prefix
    Schedule         = var.schedule
    ScheduleTimezone = var.schedule_timezone
    LateAfterHours   = var.late_after_hours
    ReaderRole       = var.reader_role
    StoreKey         = var.store_key
    LockDays         = var.lock_days
    WebhookSecretArn = var.webhook_secret_arn
    AlertSecretArns  = join(",", var.alert_secret_arns)
    AlertTopicArns   = join(",", var.alert_topic_arns)
    AlertSenderArns  = join(",", var.alert_sender_arns)
    AlertKeyArns     = join(",", var.alert_key_arns)
    AlarmTopic       = var.alarm_topic
    Tracing          = var.tracing
    LogRetention     = var.log_retention
  }

  # CloudFormation answers asterisks for it, in which the provider sees a change at every plan: handed on only where there is one.
  hidden = { for url in compact([var.webhook_url]) : "WebhookUrl" => url }
}

data "aws_s3_bucket" "artifacts" {
  bucket = var.artifact_bucket
}

# Their names hold the hash of their content, so that none is ever overwritten.
resource "aws_s3_object" "archive" {
  for_each = fileset(local.package, "functions/*.zip")

  bucket       = var.artifact_bucket
  key          = "${var.artifact_prefix}${each.value}"
  source       = "${local.package}/${each.value}"
  content_type = "application/zip"
  tags         = var.tags

  lifecycle {
    # A stack that is rolled back takes the old ones again: they go after the update, not before it.
    create_before_destroy = true
  }
}

resource "aws_s3_object" "template" {
  bucket       = var.artifact_bucket
  key          = "${var.artifact_prefix}plumbline-${substr(filesha256(local.template), 0, 16)}.template.json"
  source       = local.template
  content_type = "application/json"
  tags         = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudformation_stack" "scanner" {
  name         = var.name
  template_url = "https://${data.aws_s3_bucket.artifacts.bucket_regional_domain_name}/${aws_s3_object.template.key}"
  parameters   = merge(local.shown, local.hidden)
  capabilities = ["CAPABILITY_NAMED_IAM"]
  tags         = var.tags

  depends_on = [aws_s3_object.archive]
}
