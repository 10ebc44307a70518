package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.Song;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups that songs belong to: those of their artist, and of each of their tags. Immutable; may
 * be shared by threads.
 *
 * @param of {@code [songs][groups of the song]}: numbers of groups
 * @param size how many groups there are
 */
@SuppressWarnings("ArrayRecordComponent") // of the inner loop, never compared
record SongGroups(int[][] of, int size) {

  /** No song belongs to any. */
  static SongGroups none(int songs) {
    int[][] none = new int[songs][];
    Arrays.fill(none, new int[0]);
    return new SongGroups(none, 0);
  }

  static SongGroups of(Catalogue catalogue) {
    Map<List<String>, Integer> numbers = new HashMap<>();
    int[][] of = new int[catalogue.size()][];
    for (int song = 0; song < of.length; song++) {
      of[song] =
          names(catalogue.song(song)).stream()
              .mapToInt(name -> numbers.computeIfAbsent(name, unseen -> numbers.size()))
              .toArray();
    }
    return new SongGroups(of, numbers.size());
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
