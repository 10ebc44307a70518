package dev.segue.dl4j;

import dev.segue.Catalogue;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.lstm.LstmRecommender;
import dev.segue.quotation.Quotation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The playlists of an update, over the catalogue of the recommender and the songs that are new.
 * Immutable.
 */
final class UpdateData {

  /** How many old transitions an update replays for each new one. */
  static final double REPLAY = 1;

  private final Catalogue catalogue;
  private final List<Playlist> newPlays;
  private final List<Playlist> oldPlays;
  private final PlayHistory history;

  private UpdateData(Catalogue catalogue, PlaylistDataset given, Optional<PlaylistDataset> old) {
    this.catalogue = catalogue;
    newPlays = playlists(given.catalogue(), given.playlists());
    Set<Object> isNew = newPlays.stream().map(UpdateData::session).collect(Collectors.toSet());
    oldPlays =
        old.stream()
            .flatMap(each -> playlists(each.catalogue(), each.playlists()).stream())
            .filter(playlist -> !isNew.contains(session(playlist)))
            .toList();
    history =
        PlayHistory.of(
            catalogue,
            old.isPresent()
                ? Stream.concat(oldPlays.stream(), newPlays.stream())
                : playlists(given.catalogue(), given.history()).stream());
  }

  /**
   * Returns the data of an update.
   *
   * @param recommender that is updated
   * @param newPlays with at least one transition
   * @param oldPlays some of them are replayed, and all are remembered
   * @param vectors returns the vector that describes a new song; empty for none
   * @param seed of the choice of what is replayed
   */
  static TrainingData of(
      LstmRecommender recommender,
      PlaylistDataset newPlays,
      Optional<PlaylistDataset> oldPlays,
      Function<Song, float[]> vectors,
      long seed) {
    List<Song> newSongs =
        Stream.concat(Stream.of(newPlays), oldPlays.stream())
            .flatMap(dataset -> dataset.catalogue().songs().stream())
            .filter(song -> recommender.catalogue().index(song.id()).isEmpty())
            .collect(
                LinkedHashMap<String, Song>::new,
                (songs, song) -> songs.putIfAbsent(song.id(), song),
                Map::putAll)
            .values()
            .stream()
            .toList();
    StartingPoint start =
        new StartingPoint(
            recommender.model().withRows(newSongs, vectors), recommender.fingerprint());
    UpdateData data = new UpdateData(start.model().catalogue(), newPlays, oldPlays);
    return TrainingData.of(start, data.learnt(new Random(seed)), data.history);
  }

  /**
   * What two playlists share if one is the beginning of the other, as where a split cuts a session
   * in two: no play is to be remembered twice.
   */
  private static Object session(Playlist playlist) {
    return playlist.listener().isEmpty() || playlist.size() == 0
        ? playlist
        : List.of(playlist.listener().get(), playlist.time(0));
  }

  /**
   * Refuses plays of another world.
   *
   * @throws IllegalArgumentException if none is of a song of the model
   */
  static void requireKnownSong(Catalogue model, PlaylistDataset newPlays) {
    Catalogue catalogue = newPlays.catalogue();
    try (Stream<Playlist> playlists = newPlays.playlists()) {
      if (playlists
          .flatMapToInt(Playlist::songs)
          .noneMatch(song -> model.index(catalogue.song(song).id()).isPresent())) {
        throw new IllegalArgumentException(
            "newPlays must hold a song of the recommender, but hold none: a song of the recommender is"
                + " %s, and one of newPlays %s"
                    .formatted(
                        Quotation.quote(model.song(0).id()),
                        Quotation.quote(catalogue.song(0).id())));
      }
    }
  }

  private List<Playlist> playlists(Catalogue from, Stream<Playlist> playlists) {
    int[] indices =
        from.songs().stream().mapToInt(song -> catalogue.index(song.id()).orElseThrow()).toArray();
    IntUnaryOperator index = song -> indices[song];
    try (playlists) {
      return playlists.map(playlist -> playlist.withSongs(index)).toList();
    }
  }

  /** Returns the new playlists, and then old ones at random until they have as many transitions. */
  private List<Playlist> learnt(Random random) {
    List<Playlist> learnt = new ArrayList<>(withTransitions(newPlays));
    double replayed = REPLAY * TrainingFacts.of(learnt).transitions();
    List<Playlist> shuffled = new ArrayList<>(withTransitions(oldPlays));
    Collections.shuffle(shuffled, random);
    for (Playlist playlist : shuffled) {
      if (replayed <= 0) {
        break;
      }
      learnt.add(playlist);
      replayed -= PlaylistSteps.count(playlist);
    }
    return List.copyOf(learnt);
  }

  private static List<Playlist> withTransitions(List<Playlist> playlists) {
    return playlists.stream().filter(playlist -> playlist.transitions() > 0).toList();
  }
}
