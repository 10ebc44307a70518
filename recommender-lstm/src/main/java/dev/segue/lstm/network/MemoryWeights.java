package dev.segue.lstm.network;

/**
 * How a listener's memory changes scores: the weight of each feature is learnt, and depends on the
 * network's output and on the clock.
 *
 * @param bias {@code [features]}
 * @param weights {@code [outputs][features]}
 * @param clock {@code [ClockRows.COUNT, features]}; empty without a clock
 */
@SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
record MemoryWeights(float[] bias, float[][] weights, float[] clock) {

  /**
   * Returns what the memory adds to the scores of the songs in it.
   *
   * @return {@code [features.size()]}
   */
  float[] scores(LstmState heard, MemoryFeatures features) {
    if (features.size() == 0) {
      return new float[0];
    }
    float[] sums = bias.clone();
    for (int row : features.clock()) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += clock[row * sums.length + i];
      }
    }
    RowMatrix.addScaled(sums, heard.output(), weights, 0, sums.length);
    return features.scores(sums);
  }
}
