package dev.segue;

import java.util.Arrays;

/**
 * What a memory holds at a point in time. Reused from one reading to the next. One thread at a
 * time.
 */
public final class Traces {

  /** How many pauses are known of a song: those before its last plays. */
  public static final int PAUSES = 2;

  private static final int TRACES = ListenerMemory.TRACES;

  private int size;
  private int[] songs = {};
  private float[] hours = {};
  private final float[][] pauses = new float[PAUSES][0];
  private final float[][] logs = new float[TRACES][0];

  /** Scratch: where each song is in the memory. */
  private int[] places = {};

  /** Makes an empty reading. */
  public Traces() {}

  /** Removes all songs. */
  public void clear() {
    size = 0;
  }

  /**
   * Reads songs at a time.
   *
   * @param from all songs in memory
   * @param known how many songs the catalogue has; others are left out
   * @param now a second, not before the last play
   */
  void read(SongTraces from, int known, int now) {
    clear(from.size());
    size = from.find(known, now, places);
    from.readSongs(places, size, songs);
    from.readHours(places, size, now, hours);
    for (int back = 0; back < PAUSES; back++) {
      from.readPauses(places, size, back, pauses[back]);
    }
    from.readLogs(places, size, hours, logs);
  }

  private void clear(int capacity) {
    size = 0;
    if (songs.length < capacity) {
      songs = new int[capacity];
      hours = new float[capacity];
      places = new int[capacity];
      Arrays.setAll(pauses, back -> new float[capacity]);
      Arrays.setAll(logs, trace -> new float[capacity]);
    }
  }

  /**
   * Returns the number of songs.
   *
   * @return the number of songs, 0 or more
   */
  public int size() {
    return size;
  }

  /**
   * Returns a song.
   *
   * @param i from 0 to {@code size() - 1}
   * @return its index in the catalogue
   */
  public int song(int i) {
    return songs[i];
  }

  /**
   * Returns all songs.
   *
   * @return {@code [size()]} or longer: their indices in the catalogue; valid until the next
   *     reading, and not to be changed
   */
  public int[] songs() {
    return songs;
  }

  /**
   * Returns how long ago each song was last played.
   *
   * @return {@code [size()]} or longer: the time since its last play began, in hours, 0 or more;
   *     valid until the next reading, and not to be changed
   */
  public float[] hours() {
    return hours;
  }

  /**
   * Returns the time between two plays in a row of each song.
   *
   * @param back 0 for the time from the play before to the last one, 1 for the one before that
   * @return {@code [size()]} or longer: the pause in hours, rounded to 8 binary digits; 0 if the
   *     song was not played so often; valid until the next reading, and not to be changed
   */
  public float[] pauses(int back) {
    return pauses[back];
  }

  /**
   * Returns the natural logarithm of 1 + a trace of each song.
   *
   * @param trace index into {@link ListenerMemory#HALF_LIVES}
   * @return {@code [size()]} or longer: the logarithm, 0 or more, with an error of at most 10^-3 up
   *     to 9 plays of the song, which grows with the square root of the plays, to 10^-2 at 1,000;
   *     valid until the next reading, and not to be changed
   */
  public float[] logs(int trace) {
    return logs[trace];
  }
}
