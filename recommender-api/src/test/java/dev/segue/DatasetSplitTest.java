package dev.segue;

import static dev.segue.evaluation.Metric.accuracyAt;
import static dev.segue.evaluation.Metric.byPopularity;
import static dev.segue.evaluation.Metric.coverageAt;
import static dev.segue.evaluation.Metric.logLikelihood;
import static dev.segue.evaluation.Metric.noveltyAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import dev.segue.evaluation.Evaluation;
import dev.segue.evaluation.Evaluator;
import dev.segue.evaluation.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The catalogues that parts must have, and minimum support. */
class DatasetSplitTest {

  private static final Catalogue SONGS = catalogue("a", "b", "c", "d");

  /** Training plays a and c twice, b once, and d never. */
  private static final DatasetSplit SPLIT =
      new DatasetSplit(
          dataset(Playlist.of(0, 1, 2), Playlist.of(2, 0), Playlist.of()),
          dataset(
              Playlist.of(1, 2, 0),
              Playlist.of(0, 1, 2).withContext(2),
              Playlist.of(0, 2, 1).withContext(2),
              Playlist.of(1, 3)),
          dataset(Playlist.of(3, 0, 2), Playlist.of(0, 1, 2), Playlist.of(3).withContext(1)));

  private static Catalogue catalogue(String... ids) {
    return Catalogue.of(Stream.of(ids).map(Song::of).toList());
  }

  private static PlaylistDataset dataset(Playlist... playlists) {
    return PlaylistDataset.of(SONGS, List.of(playlists));
  }

  @Test
  void parts_ofDifferentCatalogues() {
    PlaylistDataset four = dataset();
    PlaylistDataset one = PlaylistDataset.of(catalogue("a"), List.of());
    PlaylistDataset other = PlaylistDataset.of(catalogue("a", "b", "d", "c"), List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DatasetSplit(four, one, four))
        .withMessage("training and validation must share one catalogue, but hold 4 and 1 songs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DatasetSplit(four, other, four))
        .withMessage(
            "training and validation must share one catalogue, but song 2 is 'c' in training and"
                + " 'd' in validation");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DatasetSplit(four, four, one))
        .withMessage(
            "the catalogue of test must begin with that of training, but they hold 1 and 4"
                + " songs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DatasetSplit(four, four, other))
        .withMessage(
            "the catalogue of test must begin with that of training, but song 2 is 'd' in test"
                + " and 'c' in training");
  }

  @Test
  void parts_null() {
    assertThatNullPointerException()
        .isThrownBy(() -> new DatasetSplit(dataset(), null, dataset()))
        .withMessage("validation");
  }

  @Test
  void test_mayHoldMoreSongs() {
    PlaylistDataset more = PlaylistDataset.of(catalogue("a", "b", "c", "d", "e"), List.of());
    assertThat(new DatasetSplit(dataset(), dataset(), more).test()).isSameAs(more);
  }

  @Test
  void minimumPlays_leavesSongsOutOfWhatIsLearnt() {
    DatasetSplit common = SPLIT.minimumPlays(2);
    assertThat(common.training().catalogue().songs()).containsExactly(Song.of("a"), Song.of("c"));
    assertThat(common.training().playlists()).containsExactly(Playlist.of(0, 1), Playlist.of(1, 0));
    assertThat(common.validation().playlists()) // c a; a | c with b dropped from the context; a c |
        .containsExactly(Playlist.of(1, 0), Playlist.of(0, 1), Playlist.of(0, 1).withContext(2));
  }

  @Test
  void minimumPlays_testKeepsAllSongs() {
    DatasetSplit common = SPLIT.minimumPlays(2);
    assertThat(common.test().catalogue().songs())
        .containsExactly(Song.of("a"), Song.of("c"), Song.of("b"), Song.of("d"));
    assertThat(common.test().playlists())
        .containsExactly(Playlist.of(3, 0, 1), Playlist.of(0, 2, 1), Playlist.of(3));
  }

  @Test
  void minimumPlays_ofOne_leavesOutWhatIsNeverPlayed() {
    DatasetSplit common = SPLIT.minimumPlays(1);
    assertThat(common.training().catalogue().size()).isEqualTo(3);
    assertThat(common.test().catalogue().songs()).isEqualTo(SONGS.songs());
    assertThat(common.test().playlists())
        .containsExactlyElementsOf(SPLIT.test().playlists().toList());
  }

  @Test
  void minimumPlays_aSecondTime_leavesMoreOut() {
    assertThat(SPLIT.minimumPlays(1).minimumPlays(2).test().catalogue().songs())
        .isEqualTo(SPLIT.minimumPlays(2).test().catalogue().songs());
  }

  @Test
  void minimumPlays_keepsTheTimesOfWhatIsLeft() { // training plays a and c twice, b and d never
    PlaylistDataset whole =
        dataset(
            Playlist.of(0, 2).withTimes("ann", 10, 20),
            Playlist.of(2, 0).withTimes("ann", 30, 40),
            Playlist.of(1, 0, 3, 2).withContext(3).withTimes("ann", 50, 60, 70, 80),
            Playlist.of(3, 1).withTimes("bob", 50, 60));
    DatasetSplit common = whole.splitInOrder(0.5, 0.25, 0.25).minimumPlays(2);
    assertThat(common.validation().playlists())
        .containsExactly(Playlist.of(0, 1).withTimes("ann", 60, 80));
    assertThat(common.test().playlists())
        .containsExactly(Playlist.of(3, 2).withTimes("bob", 50, 60));
    List<Playlist> history =
        List.of(
            Playlist.of(0, 1).withTimes("ann", 10, 20),
            Playlist.of(1, 0).withTimes("ann", 30, 40),
            Playlist.of(0, 1).withTimes("ann", 60, 80),
            Playlist.of().withTimes("bob"));
    assertThat(common.training().history()).containsExactlyElementsOf(history);
    assertThat(common.validation().history()).containsExactlyElementsOf(history);
    assertThat(common.test().history())
        .containsExactly(
            history.get(0),
            history.get(1),
            Playlist.of(2, 0, 3, 1).withContext(3).withTimes("ann", 50, 60, 70, 80),
            Playlist.of(3, 2).withTimes("bob", 50, 60));
  }

  @Test
  void minimumPlays_ofPlaylistsWithoutTimes_keepsNoHistory() {
    assertThat(SPLIT.minimumPlays(2).test()).isInstanceOf(InMemoryDataset.class);
  }

  @Test
  void minimumPlays_outOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SPLIT.minimumPlays(0))
        .withMessage(
            "plays must be in 1..2 (the plays of the most played song in training), was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SPLIT.minimumPlays(3))
        .withMessage(
            "plays must be in 1..2 (the plays of the most played song in training), was 3");
  }

  /** After a comes c with probability 3/4, after c comes a; at first either. */
  private static SequenceRecommender learnt(Catalogue songs) {
    float[] half = {(float) Math.log(0.5), (float) Math.log(0.5)};
    float[] rather = {(float) Math.log(0.25), (float) Math.log(0.75)};
    float[] hardly = {(float) Math.log(0.75), (float) Math.log(0.25)};
    return BigramRecommender.of(songs, true, rather, hardly, half);
  }

  @Test
  void minimumPlays_songsLeftOut_areCountedByTheEvaluation() {
    DatasetSplit common = SPLIT.minimumPlays(2);
    List<Metric> metrics =
        new ArrayList<>(List.of(accuracyAt(1), accuracyAt(2), logLikelihood(), coverageAt(1)));
    metrics.add(noveltyAt(1, common.training()));
    metrics.addAll(byPopularity(accuracyAt(1), common.training(), 0, 1));
    Evaluation evaluation =
        Evaluator.of(metrics).evaluate(learnt(common.training().catalogue()), common.test());
    // In d a c: a before any known song, rank 1.5, 1/2; c after a, rank 1, 3/4.
    // In a b c: b is unknown; c after a, rank 1, 3/4.
    assertThat(evaluation.transitions()).isEqualTo(4);
    assertThat(evaluation.unknownTargets()).isEqualTo(1);
    assertThat(evaluation.value("accuracy@1")).isEqualTo(0.5);
    assertThat(evaluation.value("accuracy@2")).as("b is a miss, two songs known").isEqualTo(0.75);
    assertThat(evaluation.value("log_likelihood"))
        .isEqualTo((Math.log(0.5) + 2 * Math.log(0.75)) / 3, within(1e-6));
    assertThat(evaluation.value("coverage@1")).as("a and c of two songs").isEqualTo(1);
    assertThat(evaluation.value("novelty@1")).as("all have 3 of 6 plays").isEqualTo(1);
    assertThat(evaluation.value("accuracy@1[plays 0]")).as("b").isZero();
    assertThat(evaluation.value("accuracy@1[plays 1+]")).isEqualTo(2 / 3.0, within(1e-12));
  }

  @Property(tries = 200)
  void minimumPlays_keepsThePlaysOfEachSongPlayedOften(
      @ForAll @Size(min = 1, max = 10)
          List<@Size(max = 8) List<@IntRange(max = 9) Integer>> training,
      @ForAll @Size(max = 10) List<@Size(max = 8) List<@IntRange(max = 9) Integer>> test,
      @ForAll @IntRange(min = 1, max = 5) int plays) {
    Catalogue songs = catalogue("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    DatasetSplit split =
        new DatasetSplit(
            PlaylistDataset.of(songs, playlists(training)),
            PlaylistDataset.of(songs, playlists(test)),
            PlaylistDataset.of(songs, playlists(test)));
    List<String> before = played(split.training());
    List<String> often = before.stream().filter(song -> count(before, song) >= plays).toList();
    if (often.isEmpty()) {
      assertThatIllegalArgumentException().isThrownBy(() -> split.minimumPlays(plays));
      return;
    }
    DatasetSplit common = split.minimumPlays(plays);
    assertThat(played(common.training())).isEqualTo(often);
    assertThat(played(common.validation()))
        .isEqualTo(played(split.validation()).stream().filter(often::contains).toList());
    assertThat(played(common.test())).isEqualTo(played(split.test()));
    assertThat(common.training().catalogue().songs())
        .isSortedAccordingTo((one, other) -> one.id().compareTo(other.id()))
        .hasSize((int) often.stream().distinct().count());
  }

  private static List<Playlist> playlists(List<List<Integer>> songs) {
    return songs.stream()
        .map(list -> Playlist.of(list.stream().mapToInt(Integer::intValue).toArray()))
        .toList();
  }

  /** The ids of all songs played, one playlist after another. */
  private static List<String> played(PlaylistDataset part) {
    return part.playlists()
        .flatMap(playlist -> playlist.songs().mapToObj(song -> part.catalogue().song(song).id()))
        .toList();
  }

  private static long count(List<String> songs, String song) {
    return songs.stream().filter(song::equals).count();
  }
}
