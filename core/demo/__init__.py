"""The demo county 清溪县 (339924, fictional): units, accounts, switches and records, all synthetic."""
