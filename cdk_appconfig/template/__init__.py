"""What CloudFormation carries, read back: templates and their updates. Pure Python."""
