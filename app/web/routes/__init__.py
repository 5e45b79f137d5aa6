"""One module per resource. A route reads from a catalog or a store and renders; it computes nothing itself."""
