variable "scanner_role_arns" {
  description = "ARNs of the roles that scan, all of one account; output scanner_role_arns of the scanner."
  type        = list(string)

  # A wildcard would let in roles that nobody named.
  validation {
    condition = length(var.scanner_role_arns) > 0 && alltrue([
      for arn in var.scanner_role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/([A-Za-z0-9_+=,.@-]+/)*[A-Za-z0-9_+=,.@-]{1,64}$", arn))
    ])
    error_message = "Name at least one role by its ARN, without a wildcard."
  }
}

variable "name" {
  description = "The same in every account; aws.role.name of plumbline.yaml."
  type        = string
  default     = "PlumblineReader"
}

variable "path" {
  description = "Path of the role; with one, aws.role.name is path/name without the first slash."
  type        = string
  default     = "/"
}

variable "external_id" {
  description = "External id that the scanner must show (aws.role.externalId); none where it is null."
  type        = string
  default     = null
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds the role; none where it is null."
  type        = string
  default     = null
}

variable "holds_aggregator" {
  description = "true in the account of AWS Config's aggregator, where that is not the scanner's own."
  type        = bool
  default     = false
}

variable "tags" {
  description = "Tags of the role and its policies."
  type        = map(string)
  default     = {}
}
