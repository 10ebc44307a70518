package dev.segue;

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
  private float[] pauses = {};
  private float[] logs = {};

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
    for (int place = 0; place < from.size(); place++) {
      if (from.song(place) < known && !from.isForgotten(place, now)) {
        add(from, place, now);
      }
    }
    LogTraces.addOne(logs, TRACES * size);
  }

  private void clear(int capacity) {
    size = 0;
    if (songs.length < capacity) {
      songs = new int[capacity];
      hours = new float[capacity];
      pauses = new float[capacity * PAUSES];
      logs = new float[capacity * TRACES];
    }
  }

  private void add(SongTraces from, int place, int now) {
    songs[size] = from.song(place);
    hours[size] = from.hours(place, now);
    for (int back = 0; back < PAUSES; back++) {
      pauses[PAUSES * size + back] = from.pause(place, back) / 3600;
    }
    for (int trace = 0; trace < TRACES; trace++) {
      logs[TRACES * size + trace] = from.octaves(place, trace, hours[size]);
    }
    size++;
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
   * Returns how long ago a song was last played.
   *
   * @param i from 0 to {@code size() - 1}
   * @return the time since its last play began, in hours, 0 or more
   */
  public float hours(int i) {
    return hours[i];
  }

  /**
   * Returns the time between two plays of a song in a row.
   *
   * @param i from 0 to {@code size() - 1}
   * @param back 0 for the time from the play before to the last one, 1 for the one before that
   * @return the pause in hours, rounded to 8 binary digits; 0 if the song was not played so often
   */
  public float pause(int i, int back) {
    return pauses[i * PAUSES + back];
  }

  /**
   * Returns the natural logarithm of 1 + a trace of a song.
   *
   * @param i from 0 to {@code size() - 1}
   * @param trace index into {@link ListenerMemory#HALF_LIVES}
   * @return the logarithm, 0 or more, with an error of at most 10^-3 up to 9 plays of the song; it
   *     grows with the square root of the plays, to 10^-2 at 1,000
   */
  public float log(int i, int trace) {
    return logs[i * TRACES + trace];
  }
}
