package dev.segue.lstm.network;

/**
 * How a listener's memory changes scores: the weight of each feature is learnt, and depends on the
 * network's output.
 *
 * @param bias {@code [features]}
 * @param weights {@code [outputs][features]}
 */
@SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
record MemoryWeights(float[] bias, float[][] weights) {

  static final String BIAS = "memory.b";
  static final String WEIGHTS = "memory.W";

  /**
   * Returns what the memory adds to the scores of the songs in it.
   *
   * @return {@code [features.size()]}
   */
  float[] scores(LstmState heard, MemoryFeatures features) {
    float[] scores = new float[features.size()];
    if (scores.length > 0) {
      float[] sums = bias.clone();
      RowMatrix.addScaled(sums, heard.output(), weights, 0, sums.length);
      for (int i = 0; i < scores.length; i++) {
        scores[i] = features.score(i, sums);
      }
    }
    return scores;
  }
}
