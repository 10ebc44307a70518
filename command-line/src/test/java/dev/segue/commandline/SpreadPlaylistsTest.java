package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadPlaylistsTest {

  /** Two songs in each but every third. */
  private static final PlaylistDataset DATASET =
      PlaylistDataset.of(
          IntStream.range(0, 12)
              .mapToObj(i -> i % 3 == 2 ? List.of("a" + i) : List.of("a" + i, "b"))
              .toList());

  private static List<String> firsts(int atLeast, int most) {
    return SpreadPlaylists.of(DATASET, atLeast, most).stream()
        .map(songs -> songs.get(0))
        .map(Song::id)
        .toList();
  }

  @Test
  void playlists_areSpreadOverThoseThatAreLongEnough() {
    assertThat(firsts(2, 4)).containsExactly("a0", "a3", "a6", "a9");
    assertThat(firsts(1, 3)).containsExactly("a0", "a4", "a8");
  }

  @Test
  void fewer_areAllThereAre() {
    assertThat(firsts(2, 50)).hasSize(8).doesNotHaveDuplicates();
    assertThat(firsts(3, 50)).isEmpty();
  }
}
