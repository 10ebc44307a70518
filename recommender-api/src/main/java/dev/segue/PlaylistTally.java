package dev.segue;

/**
 * What is counted of a stream of playlists to tell whether another one is the same.
 *
 * @param playlists how many there are
 * @param plays how many songs they hold, each as often as it is played
 * @param hash of all songs in order
 */
record PlaylistTally(long playlists, long plays, long hash) {

  static final PlaylistTally NONE = new PlaylistTally(0, 0, 0);

  /** Returns the tally with another playlist. */
  PlaylistTally with(Playlist playlist) {
    long mixed = 31 * hash + playlist.size();
    for (int position = 0; position < playlist.size(); position++) {
      mixed = 31 * mixed + playlist.song(position);
    }
    return new PlaylistTally(playlists + 1, plays + playlist.size(), mixed);
  }

  /** Describes the difference from another tally. */
  String describe(PlaylistTally other) {
    return playlists == other.playlists && plays == other.plays ? "others" : toString();
  }

  @Override
  public String toString() {
    return "%d playlists with %d plays".formatted(playlists, plays);
  }
}
