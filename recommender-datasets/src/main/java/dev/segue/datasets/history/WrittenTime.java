package dev.segue.datasets.history;

/**
 * A time as it is written. Immutable.
 *
 * @param second seconds since 1970; of a time without a zone, those of the same time in UTC
 * @param isLocal whether it has no zone
 * @param isExact whether it is more exact than a day
 */
record WrittenTime(long second, boolean isLocal, boolean isExact) {

  /** Reads times of one form. */
  interface Reading {

    /**
     * Reads a time.
     *
     * @param text without white space around it
     * @throws IllegalArgumentException if it is of another form, or outside the years 0 to 9999
     */
    WrittenTime read(String text);

    /** Whether a text may be a time of this form, and is no duration. */
    default boolean mayBe(String text) {
      return !TimeKind.looksLikeDuration(text);
    }
  }
}
