variable "artifact_bucket" {
  description = "Bucket in the provider's region that the archives and the template are put into."
  type        = string
}

variable "artifact_prefix" {
  description = "Where in that bucket; ends with a slash, or is empty."
  type        = string
  default     = "plumbline/"
}

variable "package" {
  description = "Folder that `npm run build:deploy` wrote; where it is null, dist/deploy of the package that this module lies in."
  type        = string
  default     = null
}

variable "name" {
  description = "Name of the stack, and what the names of the functions and of the six roles that ask a cloud begin with."
  type        = string
  default     = "plumbline"
}

variable "schedule" {
  description = "When it scans; cron(...), rate(...) or at(...) of EventBridge Scheduler."
  type        = string
  default     = "cron(0 5 * * ? *)"
}

variable "schedule_timezone" {
  description = "Time zone of the schedule, such as Europe/Berlin."
  type        = string
  default     = "UTC"
}

variable "late_after_hours" {
  description = "Hours without a scan that succeeded after which the alarm goes off."
  type        = number
  default     = 26
}

variable "reader_role" {
  description = "Role that is assumed in each other account, after its path; aws.role.name of plumbline.yaml."
  type        = string
  default     = "PlumblineReader"
}

variable "store_key" {
  description = "ARN of the KMS key that the store is encrypted with; empty for the bucket's own keys."
  type        = string
  default     = ""
}

variable "lock_days" {
  description = "Days for which nothing that was written can be deleted (Object Lock); 0 for none."
  type        = number
  default     = 0
}

variable "webhook_url" {
  description = "Where each scan is told; nowhere where it is empty."
  type        = string
  default     = ""
  sensitive   = true
}

variable "webhook_secret_arn" {
  description = "ARN of the secret that alerts are signed with."
  type        = string
  default     = ""
}

variable "alert_secret_arns" {
  description = "ARNs of the secrets that alerts.channels of plumbline.yaml names."
  type        = list(string)
  default     = []
}

variable "alert_topic_arns" {
  description = "ARNs of the SNS topics among alerts.channels."
  type        = list(string)
  default     = []
}

variable "alert_sender_arns" {
  description = "ARNs of the SES identities that e-mail channels send from."
  type        = list(string)
  default     = []
}

variable "alert_key_arns" {
  description = "ARNs of KMS keys that these secrets and topics are encrypted with; none for the keys of AWS."
  type        = list(string)
  default     = []
}

variable "alarm_topic" {
  description = "ARN of the SNS topic that alarms go to."
  type        = string
  default     = ""
}

variable "tracing" {
  description = "Active records traces in X-Ray."
  type        = string
  default     = "PassThrough"
}

variable "log_retention" {
  description = "Days that the functions' logs are kept."
  type        = number
  default     = 90
}

variable "tags" {
  description = "Tags of the stack and of all that it makes."
  type        = map(string)
  default     = {}
}
