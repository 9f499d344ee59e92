"""The demo county 清溪县 (339924, fictional): units, accounts, switches and records, all synthetic."""

from .building import DemoAccount, build_demo, read_demo_accounts

__all__ = ["DemoAccount", "build_demo", "read_demo_accounts"]
