"""What is learnt from runs: curves, maps, shares and measures, as pure functions over traces and outcomes.

theory        where gradient descent and the heavy ball are stable on a quadratic
starts        the random starts of populations
grid          the cells of a map, coarse before fine
bands         quantiles in which a diverged run counts as infinite
sensitivity   the curve of final loss against learning rate
maps          final loss over two hyperparameters; the minimum or the time to a target by start
ecdf          the share of (run, target) pairs reached within a budget
measures      along a trace: update size, effective learning rate, angle to the gradient, distance to the minimum
sharpness     the largest Hessian eigenvalue along a trace against 2/lr
luck          how many random starts do as well
sign_test     how often one of two was better: p, and what so many pairs can show
holm          p values of several tests at once
median_interval  the 95 % interval of a median, whatever the distribution
ranges        the least and largest value of landscapes over their windows
"""
