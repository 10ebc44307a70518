package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.Song;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups that songs belong to: one per lead artist and one per tag. Immutable; may be shared by
 * threads.
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
          names(catalogue.song(song)).stream()
              .mapToInt(name -> indices.computeIfAbsent(name, unseen -> indices.size()))
              .toArray();
    }
    return new SongGroups(bySong, indices.size());
  }

  private static List<List<String>> names(Song song) {
    List<List<String>> names = new ArrayList<>();
    if (!song.leadArtist().isEmpty()) {
      names.add(List.of("artist", song.leadArtist()));
    }
    song.tags().stream().distinct().forEach(tag -> names.add(List.of("tag", tag)));
    return names;
  }
}
