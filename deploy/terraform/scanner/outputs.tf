output "scanner_role_arns" {
  description = "Whom the role in each account trusts."
  value       = split(",", aws_cloudformation_stack.scanner.outputs["ScannerRoleArns"])
}

output "store_bucket" {
  description = "What store.bucket of plumbline.yaml names."
  value       = aws_cloudformation_stack.scanner.outputs["StoreBucketName"]
}

output "scan_machine_arn" {
  description = "Started by hand, it makes a scan at once."
  value       = aws_cloudformation_stack.scanner.outputs["ScanMachineArn"]
}
