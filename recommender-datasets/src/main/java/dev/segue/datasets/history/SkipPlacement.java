package dev.segue.datasets.history;

/**
 * Finds the sessions to which skips belong: the one between whose plays a skip lies; or else the
 * nearer of the one before and the one after, if no more than the gap lies between. One thread at a
 * time.
 */
final class SkipPlacement {

  private final OrderedPlays plays;
  private final long gap;

  /** {@code [plays of sessions]}: which of the ordered plays they are, in ascending order. */
  private final int[] kept;

  /** {@code [sessions + 1 or more]}: where each session begins among the kept plays. */
  private final int[] starts;

  /** {@code [sessions or more]}: the listener of each session. */
  private final int[] listeners;

  private final int sessions;
  private long unplaced;

  SkipPlacement(
      OrderedPlays plays, long gap, int[] kept, int[] starts, int[] listeners, int sessions) {
    this.plays = plays;
    this.gap = gap;
    this.kept = kept;
    this.starts = starts;
    this.listeners = listeners;
    this.sessions = sessions;
  }

  /** Receives skips in order. */
  interface Placed {

    /**
     * Takes a skip.
     *
     * @param skip which of the ordered plays it is
     * @param position how many songs of the session were played before it
     */
    void at(int session, int position, int skip);
  }

  /**
   * Places all skips.
   *
   * @param listenerCount the number of listeners
   * @return how many belong to no session
   */
  long place(int listenerCount, Placed placed) {
    int session = 0;
    for (int listener = 0; listener < listenerCount; listener++) {
      int end = session;
      while (end < sessions && listeners[end] == listener) {
        end++;
      }
      place(listener, session, end, placed);
      session = end;
    }
    return unplaced;
  }

  /** Places the skips of a listener, who has the sessions from one until before another. */
  private void place(int listener, int from, int to, Placed placed) {
    int next = from; // the first session that begins after the skip
    int position = 0; // of the skip in the session before
    for (int event = plays.start(listener); event < plays.end(listener); event++) {
      if (next < to && kept[starts[next]] == event) {
        next++;
        position = 1;
      } else if (next > from
          && starts[next - 1] + position < starts[next]
          && kept[starts[next - 1] + position] == event) {
        position++;
      } else if (plays.isSkip(event)) {
        place(event, from, next, to, position, placed);
      }
    }
  }

  private void place(int skip, int from, int next, int to, int position, Placed placed) {
    boolean inside = next > from && starts[next - 1] + position < starts[next];
    long before = next > from ? distance(skip, starts[next] - 1) : Long.MAX_VALUE;
    long after = next < to ? distance(skip, starts[next]) : Long.MAX_VALUE;
    if (inside || (before <= gap && before <= after)) {
      placed.at(next - 1, position, skip);
    } else if (after <= gap) {
      placed.at(next, 0, skip);
    } else {
      unplaced++;
    }
  }

  /** How many seconds lie between a skip and a play of a session; none in the same known one. */
  private long distance(int skip, int play) {
    if (plays.hasSessions()) {
      return plays.session(skip) == plays.session(kept[play]) ? 0 : Long.MAX_VALUE;
    }
    return Math.abs(plays.time(skip) - plays.time(kept[play]));
  }
}
