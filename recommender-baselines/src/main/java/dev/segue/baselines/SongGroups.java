package dev.segue.baselines;

import dev.segue.Catalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups that songs belong to: one per {@linkplain Catalogue#leadArtist lead artist} and one
 * per tag. Immutable; may be shared by threads.
 *
 * @param bySong {@code [songs][groups of the song]}: the indices of its groups
 * @param size the number of groups
 */
@SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
record SongGroups(int[][] bySong, int size) {

  /** Returns groups that no song belongs to. */
  static SongGroups none(int songs) {
    int[][] none = new int[songs][];
    Arrays.fill(none, new int[0]);
    return new SongGroups(none, 0);
  }

  static SongGroups of(Catalogue catalogue) {
    Map<List<String>, Integer> indices = new HashMap<>();
    int[][] bySong = new int[catalogue.size()][];
    for (int song = 0; song < bySong.length; song++) {
      bySong[song] =
          names(catalogue, song).stream()
              .mapToInt(name -> indices.computeIfAbsent(name, unseen -> indices.size()))
              .toArray();
    }
    return new SongGroups(bySong, indices.size());
  }

  private static List<List<String>> names(Catalogue catalogue, int song) {
    List<List<String>> names = new ArrayList<>();
    String artist = catalogue.leadArtist(song);
    if (!artist.isEmpty()) {
      names.add(List.of("artist", artist));
    }
    catalogue.song(song).tags().stream().distinct().forEach(tag -> names.add(List.of("tag", tag)));
    return names;
  }
}
