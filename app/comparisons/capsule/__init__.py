"""A finished comparison as one file that can be run again and compared: the reproducibility capsule."""
