package dev.segue.commandline;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Some playlists of a dataset, spread over all of it, for people to look at. */
final class SpreadPlaylists {

  private SpreadPlaylists() {}

  /**
   * Returns the songs of some playlists. The dataset is read twice, and not kept.
   *
   * @param atLeast how many songs a playlist must have
   * @param most how many playlists there are at most
   */
  static List<List<Song>> of(PlaylistDataset dataset, int atLeast, int most) {
    long enough;
    try (Stream<Playlist> playlists = dataset.playlists()) {
      enough = playlists.filter(each -> each.size() >= atLeast).count();
    }
    long count = Math.min(most, enough);
    Set<Long> chosen =
        LongStream.range(0, count)
            .map(place -> place * enough / count)
            .boxed()
            .collect(Collectors.toSet());
    AtomicLong place = new AtomicLong();
    try (Stream<Playlist> playlists = dataset.playlists()) {
      return playlists
          .filter(each -> each.size() >= atLeast && chosen.contains(place.getAndIncrement()))
          .map(each -> each.songs().mapToObj(dataset.catalogue()::song).toList())
          .toList();
    }
  }
}
