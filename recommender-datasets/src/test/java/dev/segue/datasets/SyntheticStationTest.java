package dev.segue.datasets;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Playlist;
import dev.segue.Song;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SyntheticStationTest {

  private final SyntheticStation station = SyntheticStation.ofDefaults();

  @Test
  void sameSeed_samePlaylists() {
    List<Playlist> playlists = station.playlists().toList();

    assertThat(playlists).hasSize(10_000);
    assertThat(station.playlists()).isEqualTo(playlists);
    assertThat(station.playlists().parallel()).isEqualTo(playlists);
    assertThat(SyntheticStation.of(300, 10_000, 42).playlists()).isEqualTo(playlists);
  }

  @Test
  void samePlaylists_onEveryJavaVersion() {
    Playlist playlist = station.playlists().skip(1).findFirst().orElseThrow();

    assertThat(playlist.songs().limit(8)).containsExactly(140, 117, 221, 78, 295, 113, 90, 247);
    assertThat(playlist.size()).isEqualTo(26);
    assertThat(station.catalogue().songs())
        .startsWith(
            new Song("song-0", "Velvet Rivers", "Ada Marlowe", List.of("soul")),
            new Song("song-1", "Song for Paper Wolves", "The Electric Feathers", List.of("funk")));
  }

  @Test
  @Tag("slow")
  void otherSeed_otherPlaylistsOfTheSameStation() {
    SyntheticStation other = SyntheticStation.of(300, 10_000, 43);

    assertThat(other.catalogue().songs()).isEqualTo(station.catalogue().songs());
    assertThat(other.playlists().filter(playlist -> playlist.size() > 1))
        .doesNotContainAnyElementsOf(
            station.playlists().filter(playlist -> playlist.size() > 1).toList());
  }

  @Test
  void playlists_areDrawnWhenAskedFor() {
    assertThat(SyntheticStation.of(20, Integer.MAX_VALUE, 1).playlists().limit(3)).hasSize(3);
  }

  @Test
  void lengths() {
    List<Integer> sizes = station.playlists().map(Playlist::size).toList();
    List<Integer> longer = sizes.stream().filter(size -> size > 1).toList();

    // 500 of 10,000 expected, with a standard deviation of 22.
    assertThat(sizes.size() - longer.size()).isCloseTo(500, within(88));
    assertThat(longer).allSatisfy(size -> assertThat(size).isBetween(10, 30));
    assertThat(longer.stream().mapToInt(size -> size).average().orElseThrow())
        .isCloseTo(20, within(0.25));
  }

  @Test
  void artist_neverFollowsThemselves() {
    List<Song> songs = station.catalogue().songs();
    assertThat(station.playlists())
        .allSatisfy(
            playlist -> {
              for (int position = 1; position < playlist.size(); position++) {
                assertThat(songs.get(playlist.song(position)).artist())
                    .isNotEqualTo(songs.get(playlist.song(position - 1)).artist());
              }
            });
  }

  @Test
  void artists_haveTwoOrThreeSongsOfOneGenre() {
    Map<String, List<Song>> byArtist =
        SyntheticStation.of(50_000, 1, 0).catalogue().songs().stream()
            .collect(groupingBy(Song::artist));

    assertThat(byArtist).hasSize(24_996);
    assertThat(byArtist.values())
        .allSatisfy(
            songs -> {
              assertThat(songs).hasSizeBetween(2, 3);
              assertThat(songs).extracting(Song::tags).containsOnly(songs.get(0).tags());
            });
    assertThat(station.catalogue().songs().stream().map(Song::title).distinct()).hasSize(300);
  }

  @Test
  void smallest() {
    assertThat(SyntheticStation.of(20, 10, 7).playlists().flatMapToInt(Playlist::songs).max())
        .hasValue(19);
  }

  @Test
  void songs_tooFew() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SyntheticStation.of(19, 1, 0))
        .withMessage("songs must be >= 20, was 19");
  }

  @Test
  void playlists_none() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SyntheticStation.of(20, 0, 0))
        .withMessage("playlists must be >= 1, was 0");
  }

  @Test
  void withSkips_playlistsOfTheSameLengths_withSkipsBetween() {
    SyntheticStation skipping = SyntheticStation.of(300, 2_000, 42).withSkips();
    List<Playlist> playlists = skipping.playlists().toList();
    double plays = playlists.stream().mapToInt(Playlist::size).sum();
    double skips = playlists.stream().mapToInt(playlist -> playlist.skips().size()).sum();

    assertThat(playlists)
        .extracting(Playlist::size)
        .isEqualTo(station.playlists().limit(2_000).map(Playlist::size).toList());
    assertThat(skipping.playlists()).isEqualTo(playlists);
    assertThat(skipping).hasToString("2000 synthetic playlists over 300 songs, with skips");
    // More than a third of 0.9 and two thirds of 0.05: the station stays before a disliked genre
    assertThat(skips / (plays + skips)).isBetween(0.6, 0.75);
    assertThat(station.playlists()).allMatch(playlist -> playlist.skips().isEmpty());
  }

  @Test
  void listeners_eachDislikeAnotherThirdOfTheGenres() {
    StationListeners listeners = StationListeners.skipping(12);
    List<List<Integer>> disliked =
        IntStream.range(0, listeners.types())
            .mapToObj(
                type ->
                    IntStream.range(0, 12)
                        .filter(genre -> listeners.skip(type, genre) == 0.9)
                        .boxed()
                        .toList())
            .toList();
    assertThat(disliked).hasSize(4).doesNotHaveDuplicates().allMatch(genres -> genres.size() == 4);
  }
}
