"""How the application is served: connections with limits, a log that stays small, and an orderly end."""
