"""The subcommands of `optimizer-playground`, one module each."""
