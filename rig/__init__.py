"""The real parts this repository runs on: Node.js, the CDK CLI and an AWS on the laptop.

Not part of the package. Everything a fresh machine needs is brought along by ``python3 -m rig``.
"""
