"""One module per resource. A route reads from a catalogue or a store and renders; it computes nothing itself."""
