package dev.segue.spark;

import dev.segue.Playlist;
import dev.segue.Song;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.datasets.history.SessionDataset;
import dev.segue.datasets.history.SessionRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A play, and sessions of plays in one process, with which those on the cluster are compared. */
record Played(String listener, long second, String song, boolean skipped) {

  static final int GAP = 1800;

  /** The columns of plays, with listeners of a type. */
  static StructType columns(DataType listener) {
    return new StructType()
        .add("listener", listener)
        .add("time", DataTypes.LongType)
        .add("song", DataTypes.StringType)
        .add("place", DataTypes.LongType)
        .add("skipped", DataTypes.BooleanType);
  }

  /** A session, as it is compared. */
  record Session(String listener, List<Long> seconds, List<String> songs) {

    /** Of a row with times in seconds. */
    static Session of(Row row) {
      return new Session(
          row.get(row.fieldIndex("listener")).toString(),
          row.getList(row.fieldIndex("times")),
          row.getList(row.fieldIndex("songs")));
    }
  }

  /**
   * The plays of listeners, those of each in order: many at the same second, after pauses of
   * exactly the gap, and a second more; also before 1970.
   */
  static List<Played> random(int listeners, int each, int songs, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Played> plays = new ArrayList<>();
    for (int listener = 0; listener < listeners; listener++) {
      long second = -5 * GAP;
      for (int play = random.nextInt(each + 1); play > 0; play--) {
        int kind = random.nextInt(20);
        second +=
            switch (kind) {
              case 0, 1, 2 -> 0;
              case 3 -> GAP;
              case 4 -> GAP + 1;
              case 5 -> random.nextInt(10 * GAP);
              default -> random.nextInt(300);
            };
        int song = (int) Math.pow(songs, random.nextDouble()) - 1;
        plays.add(new Played("" + listener, second, "song " + song, random.nextInt(10) == 0));
      }
    }
    return plays;
  }

  /** The sessions of plays that are in order, by the cutter of one process. */
  static List<Session> sessions(List<Played> plays, SessionRules rules) {
    return sessions(history(plays).sessions(rules));
  }

  static ListeningHistory history(List<Played> plays) {
    ListeningHistory.Builder history = ListeningHistory.builder();
    for (Played play : plays) {
      Instant start = Instant.ofEpochSecond(play.second());
      if (play.skipped()) {
        history.skip(play.listener(), start, Song.of(play.song()), Duration.ZERO);
      } else {
        history.add(play.listener(), start, Song.of(play.song()));
      }
    }
    return history.build();
  }

  private static List<Session> sessions(SessionDataset dataset) {
    List<Session> sessions = new ArrayList<>();
    for (Playlist playlist : dataset.playlists().toList()) {
      int session = sessions.size();
      sessions.add(
          new Session(
              dataset.listener(session),
              IntStream.range(0, playlist.size())
                  .mapToObj(play -> dataset.time(session, play).getEpochSecond())
                  .toList(),
              playlist.songs().mapToObj(song -> dataset.catalogue().song(song).id()).toList()));
    }
    return sessions;
  }
}
