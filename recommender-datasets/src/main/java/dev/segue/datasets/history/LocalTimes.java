package dev.segue.datasets.history;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns local times into seconds since 1970. When clocks go back, an hour comes twice: then a
 * listener's times go on from row to row, as they do otherwise. When clocks go forward, an hour is
 * missing: a time in it is taken for that many minutes after the change. One thread at a time.
 */
final class LocalTimes {

  private final ZoneRules rules;

  /** Whether the rows have the newest first. */
  private final boolean newestFirst;

  /** The time of each listener's row before; empty where clocks never change. */
  private final Map<String, Long> previous = new HashMap<>();

  LocalTimes(ZoneId zone, boolean newestFirst) {
    this.rules = zone.getRules();
    this.newestFirst = newestFirst;
  }

  /**
   * Returns a time in seconds since 1970.
   *
   * @param local the seconds of the same time in UTC
   */
  long second(long local, String listener) {
    if (rules.isFixedOffset()) {
      return local - rules.getStandardOffset(Instant.EPOCH).getTotalSeconds();
    }
    LocalDateTime clock = LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
    List<ZoneOffset> offsets = rules.getValidOffsets(clock);
    ZoneOffset first =
        offsets.isEmpty() ? rules.getTransition(clock).getOffsetBefore() : offsets.get(0);
    long second = local - first.getTotalSeconds();
    if (offsets.size() > 1) {
      second = twice(second, local - offsets.get(1).getTotalSeconds(), listener);
    }
    previous.put(listener, second);
    return second;
  }

  /** The one of two times that goes on from the listener's row before. */
  private long twice(long earlier, long later, String listener) {
    Long before = previous.get(listener);
    if (newestFirst) {
      return before == null || later <= before ? later : earlier;
    }
    return before == null || earlier >= before ? earlier : later;
  }
}
