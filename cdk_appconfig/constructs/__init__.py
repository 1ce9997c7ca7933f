"""What a stack is composed of. The only room that knows the CDK."""
