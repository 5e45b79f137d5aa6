"""The web application: pages, assets, problems and the command line of the Optimizer Playground."""
