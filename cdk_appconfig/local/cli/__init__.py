"""The console script ``cdk-appconfig``: a module for each command, and how results are printed."""
