package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.Song;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class RowPlaylistsTest {

  private final RowPlaylists playlists =
      new RowPlaylists(Catalogue.of(List.of(Song.of("a"), Song.of("?"))));

  private static Row row(Long number, String listener, Long... seconds) {
    return RowFactory.create(
        number,
        RowArrays.of(Arrays.asList("a", "x", "?")),
        RowArrays.of(Arrays.asList(seconds)),
        listener,
        2,
        false);
  }

  @Test
  void unknownSongs_areOneMore() {
    playlists.add(row(7L, "ann", 1L, 2L, 3L));
    assertThat(playlists.number(0)).isEqualTo(7);
    assertThat(playlists.dataset().catalogue().songs())
        .extracting(Song::id)
        .containsExactly("a", "?", "??");
    assertThat(playlists.dataset().playlists())
        .containsExactly(Playlist.of(0, 2, 1).withContext(2).withTimes("ann", 1, 2, 3));
  }

  @Test
  void whatIsMissing_isSaid() {
    assertRefused(row(null, "ann", 1L, 2L, 3L), "number of a playlist must be given, was null");
    assertRefused(row(7L, null, 1L, 2L, 3L), "listener of a playlist must be given, was null");
    assertRefused(
        row(7L, "ann", 1L, 2L), "there must be a time for each of the 3 songs, but there are 2");
    assertRefused(
        row(7L, "ann", 1L, null, 3L),
        "there must be a time for each of the 3 songs, but that of the song at place 1 is null");
  }

  private void assertRefused(Row row, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> playlists.add(row)).withMessage(message);
  }
}
