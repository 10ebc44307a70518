package dev.segue.evaluation;

/**
 * Lists whose first songs were of about the same probability, and how often those were played: a
 * point of a reliability diagram (DeGroot and Fienberg, "The Comparison and Evaluation of
 * Forecasters", The Statistician 32, 1983, <a
 * href="https://doi.org/10.2307/2987588">doi:10.2307/2987588</a>). Immutable; may be shared by
 * threads.
 *
 * @param confidence the mean probability of their first songs, from 0 to 1
 * @param accuracy the share of them whose first song was played, from 0 to 1
 * @param lists how many there are, at least 1
 */
public record ReliabilityBin(double confidence, double accuracy, long lists) {}
