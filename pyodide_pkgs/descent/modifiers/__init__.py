"""What is composed with a rule: weight decay, clipping, averaging, cautious masking, update hooks; one file each."""
