"""The web application: pages, static files and JSON. It runs no code of a visitor."""
