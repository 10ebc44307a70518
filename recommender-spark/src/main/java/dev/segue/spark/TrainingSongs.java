package dev.segue.spark;

import dev.segue.Catalogue;
import dev.segue.Song;
import dev.segue.quotation.Quotation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The songs of a training.
 *
 * @param catalogue those that it learns
 * @param others those that the recommender gets afterwards, of what is known of them alone
 */
record TrainingSongs(Catalogue catalogue, List<Song> others) {

  /**
   * Returns the songs of some playlists.
   *
   * @param sessions the training playlists
   * @param given all songs and what is known of them; null if that is their ids alone
   * @param rowsFor how many of them are learnt, those played most
   * @throws IllegalArgumentException if a song is not one of those given
   */
  static TrainingSongs of(Dataset<Row> sessions, @Nullable Catalogue given, int rowsFor) {
    List<String> played =
        PlayHistory.catalogue(sessions).select("song").as(Encoders.STRING()).collectAsList();
    if (given == null) {
      List<Song> songs = played.stream().map(Song::of).toList();
      return first(songs, rowsFor);
    }
    Set<String> ids = new HashSet<>(played);
    List<Song> songs = new ArrayList<>();
    for (String id : played) {
      songs.add(
          given.index(id).stream()
              .mapToObj(given::song)
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "songs must be in the catalogue of %d songs, but this is not: %s"
                              .formatted(given.size(), Quotation.quote(id)))));
    }
    if (rowsFor >= played.size()) {
      return new TrainingSongs(given, List.of());
    }
    given.songs().stream().filter(song -> !ids.contains(song.id())).forEach(songs::add);
    return first(songs, rowsFor);
  }

  private static TrainingSongs first(List<Song> songs, int number) {
    int learnt = Math.min(number, songs.size());
    return new TrainingSongs(
        Catalogue.of(songs.subList(0, learnt)), songs.subList(learnt, songs.size()));
  }

  /** Refuses songs of which the training could not tell anything. */
  void requireKnownOthers() {
    if (!others.isEmpty()
        && catalogue.songs().stream()
            .allMatch(song -> song.artist().isEmpty() && song.tags().isEmpty())) {
      throw new IllegalArgumentException(
          "rowsFor must be at least the %d songs, or their catalogue must have artists or tags, was %d"
              .formatted(catalogue.size() + others.size(), catalogue.size()));
    }
  }

  List<String> ids() {
    return catalogue.songs().stream().map(Song::id).toList();
  }
}
