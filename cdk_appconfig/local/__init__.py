"""What runs on a laptop or in CI: the command line. No CDK, no Node.js, no AWS."""
