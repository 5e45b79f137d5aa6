"""What runs code that somebody typed and comes out whole: captured, put back, its exceptions made data."""
