package dev.segue.dl4j;

import dev.segue.Catalogue;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.checkpoint.DataDigest;
import dev.segue.lstm.network.LstmModel;
import dev.segue.lstm.network.SongFeatures;
import dev.segue.quotation.Quotation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The data of a training.
 *
 * @param catalogue the songs
 * @param features what songs have in common; of size 0 if song features are off
 * @param rows the features of each song; empty if there are none
 * @param playlists the training playlists with at least one transition; without skips if nothing is
 *     learnt from them
 * @param facts what is known of all training playlists
 * @param history what was played before each playlist
 * @param validation playlists with targets, if there are any
 * @param start what an update starts from; empty for a training from random weights
 */
record TrainingData(
    Catalogue catalogue,
    SongFeatures features,
    List<SongFeatures.Row> rows,
    List<Playlist> playlists,
    TrainingFacts facts,
    PlayHistory history,
    Optional<PlaylistDataset> validation,
    Optional<StartingPoint> start) {

  static TrainingData of(
      PlaylistDataset training,
      Optional<PlaylistDataset> validation,
      Hyperparameters.Songs settings) {
    List<Playlist> playlists;
    try (Stream<Playlist> all = training.playlists()) {
      playlists = learnt(all, settings.skips());
    }
    return of(training.catalogue(), playlists, TrainingFacts.of(playlists), validation, settings);
  }

  /**
   * Returns the data of a training.
   *
   * @param playlists the training playlists; empty if they are elsewhere
   */
  static TrainingData of(
      Catalogue catalogue,
      List<Playlist> playlists,
      TrainingFacts facts,
      Optional<PlaylistDataset> validation,
      Hyperparameters.Songs settings) {
    List<Song> songs = catalogue.songs();
    Function<Song, float[]> describe = settings.songVectors().orElse(song -> new float[0]);
    List<float[]> vectors =
        songs.stream()
            .map(
                song ->
                    Objects.requireNonNull(
                        describe.apply(song),
                        () ->
                            "songVectors must not return null, but does for "
                                + Quotation.quote(song.id())))
            .toList();
    int dimensions = vectors.stream().mapToInt(vector -> vector.length).max().orElse(0);
    SongFeatures features =
        settings.songFeatures() ? SongFeatures.of(catalogue, dimensions) : SongFeatures.none();
    return new TrainingData(
        catalogue,
        features,
        features.rows(songs, vectors::get),
        playlists,
        facts,
        PlayHistory.of(catalogue, playlists.stream()),
        validation.filter(TrainingData::hasTargets),
        Optional.empty());
  }

  /** Returns what is learnt from: the playlists with at least one transition. */
  static List<Playlist> learnt(Stream<Playlist> playlists, boolean skips) {
    return playlists
        .filter(playlist -> playlist.transitions() > 0)
        .map(playlist -> learnt(playlist, skips))
        .toList();
  }

  /**
   * Returns the data of an update.
   *
   * @param start with rows for all songs of the playlists
   * @param given playlists over its catalogue, with at least one transition each
   * @param history over its catalogue
   */
  static TrainingData of(StartingPoint start, List<Playlist> given, PlayHistory history) {
    LstmModel model = start.model();
    List<Playlist> playlists =
        given.stream().map(each -> learnt(each, model.architecture().skips())).toList();
    return new TrainingData(
        model.catalogue(),
        model.features(),
        model.architecture().features(),
        playlists,
        TrainingFacts.of(playlists),
        history,
        Optional.empty(),
        Optional.of(start));
  }

  /** Returns what is learnt from of a playlist. */
  private static Playlist learnt(Playlist playlist, boolean skips) {
    return skips || playlist.skips().isEmpty() ? playlist : playlist.withSkips(List.of());
  }

  /** The number of predictions in an epoch. */
  long transitions() {
    return facts.transitions();
  }

  /** Returns a checksum over what is learnt from. */
  String digest() {
    DataDigest digest = new DataDigest().add(catalogue);
    rows.forEach(row -> digest.add(row.weights()));
    return digest.add(playlists.stream()).value();
  }

  /** Returns a checksum over the validation playlists. */
  String validationDigest() {
    if (validation.isEmpty()) {
      return "none";
    }
    try (Stream<Playlist> all = validation.get().playlists()) {
      return new DataDigest().add(all).value();
    }
  }

  /** {@code [songs]}: which songs no playlist holds, and none did in the trainings before. */
  boolean[] unplayed() {
    boolean[] unplayed = new boolean[catalogue.size()];
    Arrays.fill(unplayed, true);
    start.ifPresent(
        each -> System.arraycopy(each.model().newSongs(), 0, unplayed, 0, unplayed.length));
    facts.played().stream().forEach(song -> unplayed[song] = false);
    return unplayed;
  }

  /** How many songs are not {@link #unplayed}. */
  int played() {
    boolean[] unplayed = unplayed();
    return (int) IntStream.range(0, unplayed.length).filter(song -> !unplayed[song]).count();
  }

  private static boolean hasTargets(PlaylistDataset dataset) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      return playlists.anyMatch(playlist -> playlist.targets() > 0);
    }
  }
}
