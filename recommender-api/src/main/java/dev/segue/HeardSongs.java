package dev.segue;

import dev.segue.SessionHistory.Skip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The songs heard and skipped in a session, in their order. One thread at a time. */
final class HeardSongs {

  final Catalogue catalogue;
  private final GrowingList<Song> heard;
  private final GrowingList<Skip> skipped;

  /** Made when it is first asked for; of the first songs, as far as these. */
  private @Nullable LastHeard last;

  private int heardInLast;
  private int skippedInLast;

  HeardSongs(Catalogue catalogue) {
    this(catalogue, new GrowingList<>(), new GrowingList<>());
  }

  private HeardSongs(Catalogue catalogue, GrowingList<Song> heard, GrowingList<Skip> skipped) {
    this.catalogue = catalogue;
    this.heard = heard;
    this.skipped = skipped;
  }

  HeardSongs copy() {
    HeardSongs copy = new HeardSongs(catalogue, heard.copy(), skipped.copy());
    copy.last = last == null ? null : last.copy();
    copy.heardInLast = heardInLast;
    copy.skippedInLast = skippedInLast;
    return copy;
  }

  /** A song that was heard; or skipped, after it was heard for some time. */
  record Event(Song song, Optional<Duration> heard) {

    static Event of(Skip skip) {
      return new Event(skip.song(), Optional.of(skip.heard()));
    }

    static Event of(Song song) {
      return new Event(song, Optional.empty());
    }

    boolean isSkip() {
      return heard.isPresent();
    }

    void tell(ListeningSession session, ListeningSession.UnknownSong unknown) {
      heard.ifPresentOrElse(
          duration -> session.skip(song, duration), () -> session.play(song, unknown));
    }
  }

  void add(Song song) {
    heard.add(song);
  }

  void add(Skip skip) {
    skipped.add(skip);
  }

  List<Song> heard() {
    return heard.view();
  }

  List<Skip> skipped() {
    return skipped.view();
  }

  /** The number of songs heard or skipped. */
  int size() {
    return heard.size() + skipped.size();
  }

  /** All songs, oldest first. */
  List<Event> events() {
    List<Event> events = new ArrayList<>(size());
    int skips = 0;
    for (int number = 0; number < size(); number++) {
      if (isSkip(number - skips, skips)) {
        events.add(Event.of(skipped.get(skips++)));
      } else {
        events.add(Event.of(heard.get(number - skips)));
      }
    }
    return events;
  }

  /** Whether a song is among the last ones heard or skipped. */
  boolean isWithin(Song song, int songs) {
    int number = last().get(song);
    return number != LastHeard.NEVER && size() - number <= songs;
  }

  private LastHeard last() {
    LastHeard numbers = last == null ? new LastHeard(catalogue) : last;
    last = numbers;
    while (heardInLast + skippedInLast < size()) {
      int number = heardInLast + skippedInLast;
      if (isSkip(heardInLast, skippedInLast)) {
        numbers.put(skipped.get(skippedInLast++).song(), number);
      } else {
        numbers.put(heard.get(heardInLast++), number);
      }
    }
    return numbers;
  }

  /** Whether a skip follows so many songs heard and skipped. */
  private boolean isSkip(int heardBefore, int skippedBefore) {
    return skippedBefore < skipped.size() && skipped.get(skippedBefore).position() <= heardBefore;
  }
}
