package dev.segue.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.history.ListeningHistory;
import dev.segue.datasets.history.SessionRules;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks which songs are taken for versions of one, by their names. */
class SongVersionsTest {

  private static final Song RAIN = Song.of("1", "Rain", "Wells");
  private static final Song OTHER = Song.of("2", "Sun", "Wells");
  private static final Song REMASTER = Song.of("3", "Rain - Remastered 2011", "Wells");
  private static final Instant NOON = Instant.parse("2023-01-05T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Rain - Remastered 2011               | Wells
          Rain - 2011 Remaster                 | Wells
          Rain - 2011 Digital Remaster         | Wells
          Rain (2011 Remastered Version)       | WELLS
          Rain [Mono]                          | Wells
          Rain - Stereo Mix                    | Wells
          RAIN                                 | Wells, Mist
          Rain (feat. Mist)                    | Wells
          Rain feat. Mist                      | Wells feat. Mist
          Rain (Ft. Mist) - Single Version     | Wells; Mist
          Ráin!                                | Wells
          Rain - Radio Edit                    | Wells
          Rain (Deluxe Edition)                | Wells
          """)
  void version_isTheSameSong(String title, String artist) {
    assertThat(SongVersions.name(Song.of("x", title, artist))).isEqualTo(SongVersions.name(RAIN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Rain - Live                  | Wells
          Rain (Live at Home)          | Wells
          Rain - Kite Remix            | Wells
          Rain (Wells's Version)       | Wells
          Rain - Acoustic              | Wells
          Rain II                      | Wells
          Rain - Remastered Hearts     | Wells
          Rain (With You)              | Wells
          Rain                         | Wellspring
          Rain                         | The Wells
          Feather                      | Wells
          """)
  void recordingOfItsOwn_isAnother(String title, String artist) {
    assertThat(SongVersions.name(Song.of("x", title, artist)))
        .isNotEqualTo(SongVersions.name(RAIN));
  }

  @Test
  void titleOfNothingElse_stays() {
    assertThat(SongVersions.name(Song.of("x", "(Remastered)", "A"))).isEqualTo("a\tremastered");
    assertThat(SongVersions.name(Song.of("x", "???", "A"))).isEqualTo("a\t???");
    assertThat(SongVersions.name(Song.of("x", "+", "A"))).isEqualTo("a\t+");
  }

  @Test
  void playlists_areOfTheFirstVersions() {
    PlaylistDataset dataset =
        PlaylistDataset.of(
            Catalogue.of(List.of(RAIN, OTHER, REMASTER, Song.of("4"), Song.of("5"))),
            List.of(Playlist.of(2, 1, 0, 3, 4)));

    SongVersions versions = SongVersions.of(dataset.catalogue());
    PlaylistDataset merged = versions.merge(dataset);

    assertThat(versions.merged()).isEqualTo(1);
    assertThat(merged.catalogue().songs()).containsExactly(RAIN, OTHER, Song.of("4"), Song.of("5"));
    assertThat(merged.playlists()).containsExactly(Playlist.of(0, 1, 0, 2, 3));
    assertThat(versions)
        .hasToString(
            "1 song is a version of another: 'Wells - Rain - Remastered 2011' of 'Wells -"
                + " Rain'");
  }

  @Test
  void withoutVersions_nothingChanges() {
    PlaylistDataset dataset =
        PlaylistDataset.of(Catalogue.of(List.of(RAIN, OTHER)), List.of(Playlist.of(0, 1)));

    SongVersions versions = SongVersions.of(dataset.catalogue());
    assertThat(versions.merge(dataset)).isSameAs(dataset);
    assertThat(versions.catalogue()).isSameAs(dataset.catalogue());
    assertThat(versions).hasToString("no song is a version of another");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> versions.merge(PlaylistDataset.of(List.of(List.of("a")))))
        .withMessage(
            "catalogue must be the one in which the versions were found, but is another of 1"
                + " songs");
  }

  @Test
  void history_hasOnePlayForVersionsInTheSameSecond() {
    ListeningHistory history =
        ListeningHistory.builder()
            .add("ana", NOON, REMASTER)
            .add("ana", NOON, RAIN)
            .add("ana", NOON.plusSeconds(200), OTHER)
            .add("ana", NOON.plusSeconds(400), RAIN)
            .build();

    ListeningHistory merged = SongVersions.of(history.catalogue()).merge(history);

    assertThat(history.plays()).isEqualTo(4);
    assertThat(merged.plays()).isEqualTo(3);
    assertThat(merged.catalogue().songs()).containsExactly(REMASTER, OTHER);
    assertThat(merged.sessions(SessionRules.ofDefaults()).playlists())
        .map(each -> each.songs().boxed().toList())
        .containsExactly(List.of(0, 1, 0));
    assertThat(merged.report().leftOut())
        .containsEntry("read before (same listener, second and song)", 1L);
    assertThat(merged.report().warnings()).hasSize(1);
  }
}
