"""What is composed with a rule: weight decay, clipping, schedules, cautious masking, update hooks; one file each."""
