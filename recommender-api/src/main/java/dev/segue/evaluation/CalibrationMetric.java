package dev.segue.evaluation;

/**
 * A metric of how well probabilities agree with how often things happen.
 *
 * @param bins how many ranges of probabilities are told apart
 */
record CalibrationMetric(int bins) implements Metric {

  CalibrationMetric {
    if (bins < 1) {
      throw new IllegalArgumentException("calibration_error: bins must be >= 1, was " + bins);
    }
  }

  @Override
  public String name() {
    return "calibration_error";
  }

  /** The first song, of which the probability is known. */
  @Override
  public int listLength() {
    return 1;
  }
}
