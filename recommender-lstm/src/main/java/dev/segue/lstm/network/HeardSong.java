package dev.segue.lstm.network;

import dev.segue.lstm.network.SongFeatures.Row;

/**
 * A song that a listener played, or skipped. Immutable; may be shared by threads.
 *
 * @param song its index; -1 if the network does not know it
 * @param features by which the network takes a song that it does not know
 * @param skipped whether it was skipped
 */
public record HeardSong(int song, Row features, boolean skipped) {

  private static final Row NO_FEATURES = new Row(-1, new int[0], new float[0]);

  /** A song that the network knows. */
  public static HeardSong of(int song, boolean skipped) {
    return new HeardSong(song, NO_FEATURES, skipped);
  }

  /** A song that the network does not know. */
  public static HeardSong unknown(Row features, boolean skipped) {
    return new HeardSong(-1, features, skipped);
  }

  /** The number of its group; -1 for none. */
  int groupOf(Recency recency) {
    return song < 0 ? recency.group().of(-1, features) : recency.groupOf()[song];
  }
}
