"""The problems: their folders, what is read from them, what every one of them keeps, and tools for authors."""
