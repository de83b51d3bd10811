terraform {
  required_version = ">= 1.5"

  required_providers {
    ilert = {
      source  = "iLert/ilert"
      version = "~> 2.25"
    }
  }
}

# The API key is in the variable ILERT_API_TOKEN, which this tool reads too.
provider "ilert" {}

variable "escalation_policy" {
  description = "ID of the escalation policy"
  type        = string
}

resource "ilert_alert_source" "haloitsm" {
  name              = "HaloITSM"
  integration_type  = "HALOITSM"
  escalation_policy = var.escalation_policy
}

output "alert_source_id" {
  value = ilert_alert_source.haloitsm.id
}
