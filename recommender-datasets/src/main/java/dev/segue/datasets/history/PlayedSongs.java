package dev.segue.datasets.history;

import dev.segue.Catalogue;
import dev.segue.Song;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The songs of a catalogue that are played, in its order. Immutable.
 *
 * @param indices {@code [songs of the whole catalogue]}: the index of each song among those played,
 *     or -1
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
record PlayedSongs(Catalogue catalogue, int[] indices) {

  static PlayedSongs of(Catalogue all, IntStream plays) {
    int[] indices = new int[all.size()];
    Arrays.fill(indices, -1);
    plays.forEach(song -> indices[song] = 0);
    List<Song> played = new ArrayList<>();
    for (int song = 0; song < indices.length; song++) {
      if (indices[song] == 0) {
        indices[song] = played.size();
        played.add(all.song(song));
      }
    }
    return new PlayedSongs(played.size() == all.size() ? all : Catalogue.of(played), indices);
  }
}
