package dev.segue.datasets.history;

import dev.segue.Catalogue;
import dev.segue.DatasetReport;
import dev.segue.Song;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts plays into sessions, and drops songs, sessions and listeners below the minimums. One thread
 * at a time.
 */
final class SessionCutter {

  private final SessionRules rules;
  private final long gap;
  private final long longest;
  private final int mostSongs;

  /** {@code [plays]}: the songs of the sessions, concatenated. */
  private final int[] songs;

  /** {@code [plays]}: when each began, in seconds since its session's first song. */
  private final int[] offsets;

  /** {@code [sessions + 1 or more]}: where each session begins, and where the last one ends. */
  private int[] starts = new int[1 << 10];

  /** {@code [sessions or more]}: the listener of each session. */
  private int[] listeners = new int[1 << 10];

  /** {@code [sessions or more]}: when its first song began, in seconds since 1970. */
  private long[] begun = new long[1 << 10];

  private int sessions;

  private long repeated;
  private long ofRareSongs;
  private long inShortSessions;
  private long ofFewSessions;

  private SessionCutter(SessionRules rules, int plays) {
    this.rules = rules;
    this.gap = rules.sessionGap().toSeconds();
    // An offset must fit 32 bits.
    this.longest =
        Math.min(
            Integer.MAX_VALUE, rules.longest().map(Duration::toSeconds).orElse(Long.MAX_VALUE));
    this.mostSongs = rules.maximumSongs().orElse(Integer.MAX_VALUE);
    this.songs = new int[plays];
    this.offsets = new int[plays];
  }

  /**
   * Cuts and drops.
   *
   * @param history how the history was read
   */
  static SessionDataset cut(
      SessionRules rules,
      Catalogue catalogue,
      List<String> listeners,
      OrderedPlays plays,
      DatasetReport history) {
    SessionCutter cutter = new SessionCutter(rules, plays.size());
    for (int listener = 0; listener < listeners.size(); listener++) {
      cutter.cut(listener, plays);
    }
    while (cutter.applyMinimums(catalogue.size(), listeners.size())) {
      // until all that remain meet the minimums
    }
    return cutter.dataset(catalogue, listeners, cutter.withLeftOut(history));
  }

  private void cut(int listener, OrderedPlays plays) {
    int first = plays.start(listener);
    int kept = starts[sessions];
    for (int play = first; play < plays.end(listener); play++) {
      long time = plays.time(play);
      int song = plays.song(play);
      boolean begins =
          play == first
              || time - plays.time(play - 1) > gap
              || time - begun[sessions - 1] > longest;
      if (!begins && !rules.repeats() && songs[kept - 1] == song) {
        repeated++;
        continue;
      }
      if (begins || kept - starts[sessions - 1] == mostSongs) {
        begin(listener, time);
      }
      songs[kept] = song;
      offsets[kept++] = (int) (time - begun[sessions - 1]);
      starts[sessions] = kept;
    }
  }

  private void begin(int listener, long time) {
    if (sessions + 2 > starts.length) {
      int larger = Math.addExact(starts.length, starts.length / 2);
      starts = Arrays.copyOf(starts, larger);
      listeners = Arrays.copyOf(listeners, larger);
      begun = Arrays.copyOf(begun, larger);
    }
    listeners[sessions] = listener;
    begun[sessions++] = time;
  }

  /** Drops songs, sessions and listeners below the minimums; returns whether there were any. */
  private boolean applyMinimums(int catalogueSize, int listenerCount) {
    int[] plays = new int[catalogueSize];
    Arrays.stream(songs, 0, starts[sessions]).forEach(song -> plays[song]++);
    int[] sessionsOf = new int[listenerCount];
    Arrays.stream(listeners, 0, sessions).forEach(listener -> sessionsOf[listener]++);
    int sessionsBefore = sessions;
    int playsBefore = starts[sessions];
    int keptSessions = 0;
    int keptPlays = 0;
    int from = 0;
    for (int session = 0; session < sessionsBefore; session++) {
      int to = starts[session + 1];
      int begin = keptPlays;
      if (sessionsOf[listeners[session]] >= rules.minimumSessions()) {
        keptPlays = keepSongs(from, to, begin, plays);
      } else {
        ofFewSessions += to - from;
      }
      from = to;
      if (keptPlays - begin >= rules.minimumSongs()) {
        listeners[keptSessions] = listeners[session];
        begun[keptSessions++] = begun[session];
        starts[keptSessions] = keptPlays;
      } else {
        inShortSessions += keptPlays - begin;
        keptPlays = begin;
      }
    }
    sessions = keptSessions;
    return keptPlays < playsBefore || keptSessions < sessionsBefore;
  }

  /** Moves the songs of a session that are played often enough; returns where they end. */
  private int keepSongs(int from, int to, int begin, int[] plays) {
    int end = begin;
    for (int play = from; play < to; play++) {
      if (plays[songs[play]] < rules.minimumPlays()) {
        ofRareSongs++;
      } else if (end > begin && songs[end - 1] == songs[play] && !rules.repeats()) {
        repeated++;
      } else {
        songs[end] = songs[play];
        offsets[end++] = offsets[play];
      }
    }
    return end;
  }

  private DatasetReport withLeftOut(DatasetReport history) {
    Map<String, Long> leftOut = new LinkedHashMap<>(history.leftOut());
    leftOut.put("immediate repeats", repeated);
    leftOut.put("of songs played less than %d times".formatted(rules.minimumPlays()), ofRareSongs);
    leftOut.put(
        "in sessions of fewer than %d songs".formatted(rules.minimumSongs()), inShortSessions);
    leftOut.put(
        "of listeners with fewer than %d sessions".formatted(rules.minimumSessions()),
        ofFewSessions);
    return new DatasetReport(
        history.format(),
        history.columns(),
        history.entries(),
        leftOut,
        history.listening(),
        history.warnings());
  }

  private SessionDataset dataset(Catalogue catalogue, List<String> names, DatasetReport history) {
    int[] left = Arrays.copyOf(songs, starts[sessions]);
    int[] indices = new int[catalogue.size()];
    Arrays.stream(left).forEach(song -> indices[song] = 1);
    List<Song> played = new ArrayList<>();
    for (int song = 0; song < indices.length; song++) {
      if (indices[song] == 1) {
        indices[song] = played.size();
        played.add(catalogue.song(song));
      }
    }
    Arrays.setAll(left, play -> indices[left[play]]);
    return new SessionDataset(
        played.size() == catalogue.size() ? catalogue : Catalogue.of(played),
        names,
        left,
        Arrays.copyOf(offsets, left.length),
        Arrays.copyOf(starts, sessions + 1),
        Arrays.copyOf(listeners, sessions),
        Arrays.copyOf(begun, sessions),
        history);
  }
}
