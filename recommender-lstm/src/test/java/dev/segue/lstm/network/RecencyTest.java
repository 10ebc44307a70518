package dev.segue.lstm.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.Song;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecencyTest {

  private static final List<Song> SONGS =
      List.of(
          new Song("0", "", "Ann", List.of("jazz")),
          new Song("1", "", "Bob", List.of()),
          Song.of("2"),
          new Song("3", "", "Ann feat. Bob", List.of()));

  private final SongFeatures features = SongFeatures.of(Catalogue.of(SONGS), 0);
  private final List<Recency> recency =
      Recency.of(3, 2, false, SONGS.size(), features.artists(SONGS));

  @Test
  void song_movesItself() {
    assertThat(recency.get(0).window()).isEqualTo(3);
    assertThat(recency.get(0).members(SONGS.size()))
        .isDeepEqualTo(new int[][] {{0}, {1}, {2}, {3}});
  }

  @Test
  void artist_movesAllTheirSongs() {
    int[][] members = recency.get(1).members(SONGS.size());

    assertThat(recency.get(1).window()).isEqualTo(2);
    assertThat(members[recency.get(1).groupOf()[0]]).containsExactly(0, 3);
    assertThat(members[recency.get(1).groupOf()[1]]).containsExactly(1);
    assertThat(recency.get(1).groupOf()[2]).as("a song without an artist").isEqualTo(-1);
  }

  @Test
  void newSong_joinsItsArtist() {
    Song song = new Song("4", "", "bob", List.of());

    Recency more = recency.get(1).withSongs(List.of(features.row(song)));

    assertThat(more.members(5)[more.groupOf()[4]]).containsExactly(1, 4);
  }

  @Test
  void skips_haveWindowsOfTheirOwn() {
    List<Recency> all = Recency.of(3, 2, true, SONGS.size(), features.artists(SONGS));

    assertThat(all)
        .extracting(each -> each.group().tensor() + " " + each.window())
        .containsExactly(
            "recency 3", "artist_recency 2", "skip_recency 3", "artist_skip_recency 2");
    assertThat(all.get(3).groupOf()).isEqualTo(all.get(1).groupOf());
  }

  @Test
  void noArtists_noRecencyOfArtists() {
    assertThat(Recency.of(0, 20, false, 2, new int[0])).isEmpty();
  }
}
