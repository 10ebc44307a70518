package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.EpochReport;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sizes that are out of the common, within the 2 GB that tests have. */
@Timeout(120)
class LargeCatalogueTest {

  private static final int SONGS = 200_000;

  private static PlaylistDataset fewPlaylists;

  @BeforeAll
  static void makePlaylists() {
    Catalogue songs =
        Catalogue.of(
            IntStream.range(0, SONGS)
                .mapToObj(i -> new Song("s" + i, "title " + i, "artist " + i % 9_000, List.of()))
                .toList());
    SplittableRandom random = new SplittableRandom(1);
    fewPlaylists =
        PlaylistDataset.of(
            songs,
            Stream.generate(() -> Playlist.of(random.ints(8, 0, SONGS).toArray()))
                .limit(40)
                .toList());
  }

  static Stream<EveryTrainer> trainers() {
    return EveryTrainer.trainers();
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void manySongs_andFewPlaylists(EveryTrainer each) {
    assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(2L << 30);
    assertThat(each.trainer().train(fewPlaylists).catalogue().size()).isEqualTo(SONGS);
  }

  @Test
  void longPlaylist_reportsItsProgress() {
    List<Long> progress = new ArrayList<>();
    int[] songs = IntStream.range(0, 100_000).map(i -> i % 12).toArray();
    Item2Vec.builder()
        .epochs(1)
        .dimensions(8)
        .listener(
            new TrainingListener() {
              @Override
              public Decision onEpoch(EpochReport report) {
                return Decision.CONTINUE;
              }

              @Override
              public Decision onProgress(int epoch, long done, long total) {
                progress.add(done);
                return Decision.CONTINUE;
              }
            })
        .build()
        .train(PlaylistDataset.of(fewPlaylists.catalogue(), List.of(Playlist.of(songs))));

    assertThat(progress).hasSize(100).startsWith(1_000L, 2_000L).endsWith(100_000L);
  }
}
