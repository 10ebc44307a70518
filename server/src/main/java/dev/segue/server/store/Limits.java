package dev.segue.server.store;

/**
 * How much a store takes. Immutable; may be shared by threads.
 *
 * @param listeners how many listeners there may be; a new one beyond is refused with a {@link
 *     TooManyListenersException}
 * @param eventsOfListener how many events are kept of each; if there are more, the oldest are
 *     dropped
 */
public record Limits(int listeners, int eventsOfListener) {

  /**
   * Makes limits.
   *
   * @param listeners how many listeners, at least 1
   * @param eventsOfListener how many events of each, at least 1
   * @throws IllegalArgumentException if either is not positive
   */
  public Limits {
    checkPositive("listeners", listeners);
    checkPositive("eventsOfListener", eventsOfListener);
  }

  private static void checkPositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be > 0, was " + value);
    }
  }
}
