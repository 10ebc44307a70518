package dev.segue.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The published yes_big, where it is at hand: it may not be distributed with the sources. */
class YesBigTest {

  private final Path folder =
      Path.of(System.getProperty("segue.shared", "../shared"), "data", "yes_big");

  @BeforeEach
  void dataAtHand() {
    assumeTrue(Files.isDirectory(folder), () -> "no yes_big in " + folder);
  }

  @Test
  void all() throws IOException {
    PlaylistDataset all = YesDataset.read(folder.resolve("all.txt"));

    assertThat(all.catalogue().size()).isEqualTo(9_775);
    assertThat(all.playlists()).hasSize(18_139);
    assertThat(transitions(all)).isEqualTo(172_510);
    assertThat(all.playlists().filter(playlist -> playlist.size() == 1)).hasSize(5_131);
    assertThat(all.playlists().flatMapToInt(Playlist::songs).distinct().count())
        .isEqualTo(9_775 - 10);
  }

  @Test
  void songs() throws IOException {
    var catalogue = YesDataset.read(folder.resolve("all.txt")).catalogue();

    assertThat(catalogue.song(0).id()).isEqualTo("17430147");
    assertThat(catalogue.song(0)).hasToString("Gucci Time (w/ Swizz Beatz) - Gucci Mane");
    assertThat(catalogue.song(0).tags()).containsExactly("wjlb-fm", "whtd-fm");
    assertThat(catalogue.song(4)).hasToString("Whip My Hair - Willow");
    assertThat(catalogue.song(9).tags()).isEmpty();
    assertThat(catalogue.song(6_933).artist()).isEqualTo("Wisin & Yandel");
    assertThat(catalogue.songs().stream().filter(song -> song.tags().isEmpty())).hasSize(2_415);
  }

  @Test
  void parts() throws IOException {
    DatasetSplit split = YesDataset.readSplit(folder);

    assertThat(transitions(split.training())).isEqualTo(139_746);
    assertThat(transitions(split.validation())).isEqualTo(17_042);
    assertThat(transitions(split.test())).isEqualTo(15_722);
    assertThat(split.test().catalogue().size()).isEqualTo(9_775);
  }

  @Test
  void all_isReadInAMoment() throws IOException {
    Duration best = Duration.ofDays(1);
    for (int run = 0; run < 10; run++) {
      long start = System.nanoTime();
      YesDataset.read(folder.resolve("all.txt"));
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      best = taken.compareTo(best) < 0 ? taken : best;
    }
    assertThat(best).isLessThan(Duration.ofMillis(300));
  }

  private static long transitions(PlaylistDataset dataset) {
    return dataset.playlists().mapToLong(Playlist::transitions).sum();
  }
}
