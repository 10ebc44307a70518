package dev.segue.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.DatasetStatistics;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The contract of every {@link PlaylistDataset}, as tests. To test a dataset of your own, extend
 * this class and return the dataset from {@link #dataset}; JUnit runs the inherited tests:
 *
 * {@snippet class="dev.segue.samples.javadoc.OurPlaylistsTest" region="contract"}
 *
 * <p>The tests check that catalogue and playlists are the same on each call, and that no stream of
 * playlists disturbs another, even if half read or closed early. Songs must be indices into the
 * catalogue, and some playlist must have a transition. Where playlists know their listener, they
 * must come in order of time, and the history must hold them. Splits and statistics, if overridden,
 * must leave nothing out. A failing test says what to fix. One thread runs a test.
 */
public abstract class PlaylistDatasetContract {

  private static final String EACH_CALL =
      "playlists() must give the same playlists in the same order on each call: ";

  /** Makes the contract; subclasses call this. */
  protected PlaylistDatasetContract() {}

  /**
   * Returns the dataset to test.
   *
   * @return a dataset with at least one transition, small enough for memory; may be the same on
   *     each call
   */
  protected abstract PlaylistDataset dataset();

  @Test
  void catalogue_askedTwice_isTheSame() {
    PlaylistDataset dataset = dataset();
    Catalogue catalogue = dataset.catalogue();
    assertThat(catalogue).as("catalogue() must not be null").isNotNull();
    read(dataset);
    assertThat(dataset.catalogue().songs())
        .as("catalogue() must give the same songs in the same order on each call")
        .isEqualTo(catalogue.songs());
  }

  @Test
  void playlists_areThere() {
    try (Stream<Playlist> playlists = dataset().playlists()) {
      assertThat(playlists).as("playlists() must not be null").isNotNull();
    }
    assertThat(read(dataset()))
        .as("playlists() must give playlists, an empty one for a listener without plays; not null")
        .doesNotContainNull();
  }

  @Test
  void playlists_askedTwice_areTheSame() {
    PlaylistDataset dataset = dataset();
    assertThat(read(dataset))
        .as(EACH_CALL + "a second call gave others than the first one")
        .isEqualTo(read(dataset));
  }

  @Test
  void playlists_whileAnotherStreamIsHalfRead_areAllThere() {
    PlaylistDataset dataset = dataset();
    List<Playlist> all = read(dataset);
    List<Playlist> interrupted = new ArrayList<>();
    try (Stream<Playlist> stream = dataset.playlists()) {
      Iterator<Playlist> playlists = stream.iterator();
      while (interrupted.size() < all.size() / 2 && playlists.hasNext()) {
        interrupted.add(playlists.next());
      }
      assertThat(read(dataset))
          .as(EACH_CALL + "a stream must not continue where another one is")
          .isEqualTo(all);
      playlists.forEachRemaining(interrupted::add);
    }
    assertThat(interrupted)
        .as(EACH_CALL + "a stream must not be disturbed by another one")
        .isEqualTo(all);
  }

  @Test
  void playlists_afterAStreamWasLeft_areAllThere() {
    PlaylistDataset dataset = dataset();
    List<Playlist> all = read(dataset);
    try (Stream<Playlist> stream = dataset.playlists()) {
      assertThat(stream.findFirst()).isEqualTo(all.stream().findFirst());
    }
    assertThat(read(dataset))
        .as(EACH_CALL + "a stream must not depend on one that was closed early")
        .isEqualTo(all);
  }

  @Test
  void songs_areInTheCatalogue() {
    PlaylistDataset dataset = dataset();
    int songs = dataset.catalogue().size();
    List<Playlist> playlists = read(dataset);
    for (int number = 0; number < playlists.size(); number++) {
      assertThat(playlists.get(number).songs().max().orElse(-1))
          .as(
              "playlist %d: songs must be indices into catalogue(), which has %d songs",
              number, songs)
          .isLessThan(songs);
      assertThat(playlists.get(number).skips())
          .as("playlist %d: skipped songs must be in catalogue(), too", number)
          .allMatch(skip -> skip.song() < songs);
    }
  }

  @Test
  void playlists_haveATransition() {
    assertThat(read(dataset()))
        .as("playlists must have a transition, or there is nothing to learn: give one of two songs")
        .anyMatch(playlist -> playlist.transitions() > 0);
  }

  @Test
  void playlists_ofOneListener_areInOrderOfTime() {
    Map<String, Instant> begun = new HashMap<>();
    List<Playlist> playlists = read(dataset());
    for (int number = 0; number < playlists.size(); number++) {
      Playlist playlist = playlists.get(number);
      if (isTimed(playlist)) {
        String listener = playlist.listener().orElseThrow();
        assertThat(playlist.time(0))
            .as(
                "playlist %d: playlists of one listener must be in order of time, but an earlier"
                    + " one of '%s' begins later",
                number, listener)
            .isAfterOrEqualTo(begun.getOrDefault(listener, Instant.MIN));
        begun.put(listener, playlist.time(0));
      }
    }
  }

  @Test
  void history_askedTwice_isTheSame() {
    PlaylistDataset dataset = dataset();
    assertThat(history(dataset))
        .as("history() must not be null, nor hold null")
        .doesNotContainNull()
        .as("history() must give the same playlists in the same order on each call")
        .isEqualTo(history(dataset));
  }

  @Test
  void history_holdsEveryPlayWithATime() {
    PlaylistDataset dataset = dataset();
    Map<Play, Long> missing = new HashMap<>();
    plays(read(dataset)).forEach(play -> missing.merge(play, 1L, Long::sum));
    plays(history(dataset)).forEach(play -> missing.merge(play, -1L, Long::sum));
    missing.values().removeIf(times -> times <= 0);
    assertThat(missing.keySet())
        .as("history() must hold every play of playlists(): return all that the listeners played")
        .isEmpty();
  }

  @Test
  void splits_knowTheWholeHistory() {
    PlaylistDataset dataset = dataset();
    if (read(dataset).stream().noneMatch(PlaylistDatasetContract::isTimed)) {
      return;
    }
    for (DatasetSplit split :
        List.of(
            dataset.split(0.5, 0.2, 0.3, 42),
            dataset.splitInOrder(0.5, 0.2, 0.3),
            dataset.splitLastOut())) {
      for (PlaylistDataset part : List.of(split.training(), split.validation(), split.test())) {
        assertThat(history(part))
            .as("parts of a split must know the whole history: do not override splits")
            .isEqualTo(history(dataset));
      }
    }
  }

  @Test
  void splits_holdEveryPlaylist() {
    PlaylistDataset dataset = dataset();
    for (DatasetSplit split :
        List.of(dataset.split(0.5, 0.2, 0.3, 42), dataset.splitInOrder(0.5, 0.2, 0.3))) {
      List<Playlist> parts = new ArrayList<>(read(split.training()));
      parts.addAll(read(split.validation()));
      parts.addAll(read(split.test()));
      assertThat(parts)
          .as("split and splitInOrder must leave nothing out: do not override them")
          .containsExactlyInAnyOrderElementsOf(read(dataset));
    }
    assertThat(dataset.splitLastOut().training().playlists())
        .as("splitLastOut must learn from every playlist: do not override it")
        .hasSameSizeAs(read(dataset));
  }

  @Test
  void statistics_areOfThePlaylists() {
    PlaylistDataset dataset = dataset();
    DatasetStatistics statistics = dataset.statistics();
    List<Playlist> playlists = read(dataset);
    assertThat(statistics.songs()).isEqualTo(dataset.catalogue().size());
    assertThat(statistics.playlists()).isEqualTo(playlists.size());
    assertThat(statistics.plays()).isEqualTo(playlists.stream().mapToLong(Playlist::size).sum());
    assertThat(statistics.skips())
        .isEqualTo(playlists.stream().mapToLong(playlist -> playlist.skips().size()).sum());
    assertThat(statistics.transitions())
        .isEqualTo(playlists.stream().mapToLong(Playlist::transitions).sum());
  }

  private static boolean isTimed(Playlist playlist) {
    return playlist.listener().isPresent() && playlist.size() > 0;
  }

  /** A song that was played at a known time. */
  private record Play(String listener, Instant time, int song) {}

  private static List<Play> plays(List<Playlist> playlists) {
    return playlists.stream()
        .filter(PlaylistDatasetContract::isTimed)
        .flatMap(
            playlist ->
                IntStream.range(0, playlist.size())
                    .mapToObj(
                        position ->
                            new Play(
                                playlist.listener().orElseThrow(),
                                playlist.time(position),
                                playlist.song(position))))
        .toList();
  }

  private static List<Playlist> read(PlaylistDataset dataset) {
    return read(dataset::playlists, "playlists()");
  }

  private static List<Playlist> history(PlaylistDataset dataset) {
    return read(dataset::history, "history()");
  }

  private static List<Playlist> read(Supplier<Stream<Playlist>> playlists, String method) {
    try (Stream<Playlist> stream = playlists.get()) {
      return stream.toList();
    } catch (IllegalStateException e) {
      return fail(method + " must give a fresh stream on each call, not one that was read", e);
    }
  }
}
