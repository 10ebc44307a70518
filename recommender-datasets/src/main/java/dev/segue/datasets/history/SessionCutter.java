package dev.segue.datasets.history;

import dev.segue.Catalogue;
import dev.segue.DatasetReport;
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
  private final OrderedPlays plays;
  private final OpenSession open;

  /** {@code [plays]}: the songs of the sessions, concatenated. */
  private final int[] songs;

  /** {@code [plays]}: which of the ordered plays each is. */
  private final int[] kept;

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
  private long skipsOutside;
  private long skipsOfOthers;

  private SessionCutter(SessionRules rules, OrderedPlays plays) {
    this.rules = rules;
    this.plays = plays;
    this.open = new OpenSession(rules, plays.hasSessions());
    this.songs = new int[plays.size()];
    this.kept = new int[plays.size()];
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
    SessionCutter cutter = new SessionCutter(rules, plays);
    for (int listener = 0; listener < listeners.size(); listener++) {
      cutter.cut(listener);
    }
    while (cutter.applyMinimums(catalogue.size(), listeners.size())) {
      // until all that remain meet the minimums
    }
    return cutter.dataset(catalogue, listeners, history);
  }

  private void cut(int listener) {
    open.end();
    int end = starts[sessions];
    int before = plays.start(listener);
    for (int play = before; play < plays.end(listener); play++) {
      if (plays.isSkip(play)) {
        continue;
      }
      if (plays.session(play) != plays.session(before)) {
        open.end();
      }
      before = play;
      int song = plays.song(play);
      OpenSession.Play kind = open.next(plays.time(play), end > 0 && songs[end - 1] == song);
      if (kind == OpenSession.Play.REPEATS) {
        repeated++;
        continue;
      }
      if (kind == OpenSession.Play.BEGINS) {
        begin(listener, plays.time(play));
      }
      songs[end] = song;
      kept[end++] = play;
      starts[sessions] = end;
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
        kept[end++] = kept[play];
      }
    }
    return end;
  }

  private SessionDataset dataset(Catalogue catalogue, List<String> names, DatasetReport history) {
    int[] left = Arrays.copyOf(songs, starts[sessions]);
    PlayedSongs played = PlayedSongs.of(catalogue, Arrays.stream(left));
    Arrays.setAll(left, play -> played.indices()[left[play]]);
    SessionSkips skips = skips(names.size(), played.indices());
    return new SessionDataset(
        played.catalogue(),
        names,
        left,
        offsets(),
        heard(),
        Arrays.copyOf(starts, sessions + 1),
        Arrays.copyOf(listeners, sessions),
        Arrays.copyOf(begun, sessions),
        skips,
        withLeftOut(history, skips.size()));
  }

  /** {@code [plays]}: when each began, in seconds since its session's first song. */
  private int[] offsets() {
    int[] offsets = new int[starts[sessions]];
    for (int session = 0; session < sessions; session++) {
      for (int play = starts[session]; play < starts[session + 1]; play++) {
        offsets[play] = (int) (plays.time(kept[play]) - begun[session]);
      }
    }
    return offsets;
  }

  /**
   * For how many seconds each was heard; -1 if unknown, or if the play after it is left out, since
   * the next one was not chosen then; empty if unknown of all.
   */
  private int[] heard() {
    int[] heard = new int[starts[sessions]];
    for (int play = 0; play < heard.length; play++) {
      int end = play + 1 < heard.length ? kept[play + 1] : plays.size();
      int next = kept[play] + 1;
      while (next < end && plays.isSkip(next)) {
        next++;
      }
      heard[play] = next < end && !isLast(play) ? -1 : plays.heard(kept[play]);
    }
    return Arrays.stream(heard).allMatch(seconds -> seconds < 0) ? new int[0] : heard;
  }

  /** Whether a play is the last of a session: what comes after it does not matter. */
  private boolean isLast(int play) {
    return Arrays.binarySearch(starts, 0, sessions + 1, play + 1) >= 0;
  }

  private SessionSkips skips(int listenerCount, int[] indices) {
    SessionSkips skips = new SessionSkips(sessions);
    skipsOutside =
        new SkipPlacement(plays, rules.sessionGap().toSeconds(), kept, starts, listeners, sessions)
            .place(
                listenerCount,
                (session, position, skip) -> {
                  int song = indices[plays.song(skip)];
                  if (song < 0) {
                    skipsOfOthers++;
                  } else {
                    skips.add(session, position, song, plays.time(skip), plays.heard(skip));
                  }
                });
    return skips.packed();
  }

  private DatasetReport withLeftOut(DatasetReport history, long skips) {
    Map<String, Long> leftOut = new LinkedHashMap<>(history.leftOut());
    leftOut.put("immediate repeats", repeated);
    leftOut.put("of songs played less than %d times".formatted(rules.minimumPlays()), ofRareSongs);
    leftOut.put(
        "in sessions of fewer than %d songs".formatted(rules.minimumSongs()), inShortSessions);
    leftOut.put(
        "of listeners with fewer than %d sessions".formatted(rules.minimumSessions()),
        ofFewSessions);
    leftOut.put("skipped outside all sessions", skipsOutside);
    leftOut.put("skipped, of songs in no session", skipsOfOthers);
    return new DatasetReport(
        history.format(),
        history.columns(),
        history.entries(),
        leftOut,
        skips,
        history.listening(),
        history.warnings());
  }
}
