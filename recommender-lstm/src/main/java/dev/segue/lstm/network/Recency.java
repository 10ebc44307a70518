package dev.segue.lstm.network;

import dev.segue.Explanation.Kind;
import dev.segue.lstm.network.SongFeatures.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How songs played recently, or skipped recently, change the scores of the next one: each of the
 * last {@code window} songs adds a learnt weight, indexed by lag, to the scores of a group of
 * songs. Immutable; may be shared by threads.
 *
 * @param group the kind of group whose scores a song changes
 * @param window how many of the songs played, or skipped, last count, at least 1
 * @param groupOf {@code [songs]}: the number of each song's group; -1 for none
 */
@SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
public record Recency(Group group, int window, int[] groupOf) {

  /** The songs whose scores a song changes. */
  public enum Group {
    /**
     * The song itself: a station does not repeat it within the hour, but a listener may loop it.
     */
    SONG("recency", Kind.SONG_HEARD, false, false),
    /** All songs of its artist: a station keeps them apart, but a listener may play the album. */
    ARTIST("artist_recency", Kind.ARTIST_HEARD, true, false),
    /** The song itself, if it was skipped. */
    SKIPPED_SONG("skip_recency", Kind.SONG_SKIPPED, false, true),
    /** All songs of the artist of a song that was skipped. */
    SKIPPED_ARTIST("artist_skip_recency", Kind.ARTIST_SKIPPED, true, true);

    private final String tensor;
    private final Kind kind;
    private final boolean byArtist;
    private final boolean skipped;

    Group(String tensor, Kind kind, boolean byArtist, boolean skipped) {
      this.tensor = tensor;
      this.kind = kind;
      this.byArtist = byArtist;
      this.skipped = skipped;
    }

    /** The name of the weights, {@code [window]}; the first is for the last song. */
    public String tensor() {
      return tensor;
    }

    /** The kind of the score part that this adds. */
    Kind kind() {
      return kind;
    }

    /** Whether the songs that count are those skipped, not those played. */
    public boolean skipped() {
      return skipped;
    }

    /**
     * Returns the number of a song's group, -1 for none; the song is -1 if only its features are
     * known.
     */
    int of(int song, Row features) {
      return byArtist ? features.artist() : song;
    }
  }

  /**
   * Returns the recencies of a network.
   *
   * @param songs the window of {@link Group#SONG}; 0 for none
   * @param artists the window of {@link Group#ARTIST}; 0 for none
   * @param skips whether songs skipped count, in windows as long as those of songs played
   * @param count the number of songs
   * @param artistOf {@code [count]}: the row of each song's artist, -1 for none; empty if songs
   *     have no features, and then there is no recency of artists
   */
  public static List<Recency> of(int songs, int artists, boolean skips, int count, int[] artistOf) {
    List<Recency> all = new ArrayList<>();
    int[] own = IntStream.range(0, count).toArray();
    for (Group group : Group.values()) {
      boolean isKnown = !group.byArtist || artistOf.length > 0;
      int window = group.byArtist ? artists : songs;
      if (window > 0 && isKnown && (skips || !group.skipped)) {
        all.add(new Recency(group, window, group.byArtist ? artistOf : own));
      }
    }
    return all;
  }

  /**
   * Returns the same recency of other songs.
   *
   * @param songs how many
   * @param features of each; empty if there are none
   */
  Recency of(int songs, List<Row> features) {
    int[] groups =
        IntStream.range(0, songs)
            .map(song -> group.byArtist ? features.get(song).artist() : song)
            .toArray();
    return new Recency(group, window, groups);
  }

  /** Returns the recency with more songs after the others. */
  Recency withSongs(List<Row> more) {
    int[] groups = Arrays.copyOf(groupOf, groupOf.length + more.size());
    for (int i = 0; i < more.size(); i++) {
      groups[groupOf.length + i] = group.of(groupOf.length + i, more.get(i));
    }
    return new Recency(group, window, groups);
  }

  /** The number of groups. */
  public int groups() {
    return Arrays.stream(groupOf).max().orElse(-1) + 1;
  }

  /**
   * Returns the songs of each group.
   *
   * @param songs songs from this one on are ignored
   * @return {@code [groups][songs]}
   */
  public int[][] members(int songs) {
    GroupedSongs grouped = grouped(songs);
    int[][] members = new int[grouped.groups()][];
    Arrays.setAll(members, group -> grouped.of(group).toArray());
    return members;
  }

  /** Returns the same in the memory that serving takes. */
  GroupedSongs grouped(int songs) {
    return new GroupedSongs(groups(), groupOf, songs);
  }
}
