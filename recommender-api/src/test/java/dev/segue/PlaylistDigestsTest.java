package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlaylistDigestsTest {

  private static final Catalogue SONGS = catalogue("a", "b", "c", "d", "e");

  private static Catalogue catalogue(String... ids) {
    return Catalogue.of(Stream.of(ids).map(Song::of).toList());
  }

  private static PlaylistDataset dataset(Playlist... playlists) {
    return PlaylistDataset.of(SONGS, List.of(playlists));
  }

  /** A playlist whose letters are songs. */
  private static Playlist playlist(String songs) {
    return SONGS.playlist(Arrays.asList(songs.split("")));
  }

  private static PlaylistDigests digests(String... playlists) {
    return PlaylistDigests.of(
        dataset(Stream.of(playlists).map(PlaylistDigestsTest::playlist).toArray(Playlist[]::new)));
  }

  private static long trainedOn(PlaylistDigests digests, Playlist... playlists) {
    return digests.trainedOn(dataset(playlists), SONGS);
  }

  @Test
  void bytes_areThoseThatPythonComputes() { // by docs/read_model.py, of a b and of b c a
    assertThat(digests("bca", "ab").bytes())
        .isEqualTo(HexFormat.of().parseHex("c47939e2838b31402e6626901907c247"));
  }

  @Test
  void of_doesNotDependOnTheOrderOfPlaylists_orOnTheCatalogue() {
    PlaylistDataset others =
        PlaylistDataset.of(catalogue("z", "c", "b", "a"), List.of(Playlist.of(3, 2)));

    assertThat(digests("ab", "ba", "cde")).isEqualTo(digests("cde", "ab", "ba"));
    assertThat(PlaylistDigests.of(others)).isEqualTo(digests("ab")).isNotEqualTo(digests("ba"));
  }

  @Test
  void of_keepsEqualPlaylists_andLeavesOutThoseWithoutTransition() {
    assertThat(digests("ab", "c", "ab")).hasToString("digests of 2 playlists");
    assertThat(digests("ab", "c", "ab").size()).isEqualTo(2);
  }

  @Test
  void of_aMillionPlaylists_areAllDifferent() {
    List<Song> songs = Stream.iterate(0, i -> i + 1).limit(1000).map(i -> Song.of("" + i)).toList();
    Catalogue thousand = Catalogue.of(songs);
    SongDigests digests = thousand.digests();
    long[] all = new long[1_000_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = digests.of(Playlist.of(i / 1000, i % 1000));
    }
    assertThat(Arrays.stream(all).sorted().distinct().count()).isEqualTo(all.length);
  }

  @Test
  void trainedOn_countsPlaylistsOfTheSameSongsInTheSameOrder() {
    PlaylistDigests digests = digests("abc", "de", "e");

    assertThat(trainedOn(digests, playlist("abc"), playlist("acb"), playlist("de"), playlist("e")))
        .isEqualTo(2);
    assertThat(trainedOn(digests, playlist("bc"), playlist("ab")))
        .as("parts of a training playlist are not found")
        .isZero();
  }

  @Test
  void trainedOn_aPlaylistWhoseBeginningWasTrainedOn_ifItHasMostOfTheTargets() {
    // The targets are b, c, d and e; training with a b c has taught two, with a b c d three.
    assertThat(trainedOn(digests("abc"), playlist("abcde"))).isZero();
    assertThat(trainedOn(digests("abcd"), playlist("abcde"))).isEqualTo(1);
  }

  @Test
  void trainedOn_aSessionCutInTwo_isNot() {
    PlaylistDigests digests = digests("abc");

    assertThat(trainedOn(digests, playlist("abcde").withContext(3)))
        .as("training has learnt from the context alone")
        .isZero();
    assertThat(trainedOn(digests("abcde"), playlist("abcde").withContext(3)))
        .as("training has learnt from all of it")
        .isEqualTo(1);
    assertThat(trainedOn(digests, playlist("abc").withContext(3)))
        .as("there is no target")
        .isZero();
  }

  @Test
  void trainedOn_afterLeaveLastOut_isNoneOfItsOwnTestPart_butAllOfARandomOne() {
    PlaylistDataset all =
        dataset(Collections.nCopies(3, playlist("abcdeab")).toArray(Playlist[]::new));
    DatasetSplit split = all.splitLastOut();
    PlaylistDigests digests = PlaylistDigests.of(split.training());

    assertThat(digests.trainedOn(split.test(), SONGS)).isZero();
    assertThat(digests.trainedOn(split.validation(), SONGS)).isZero();
    assertThat(digests.trainedOn(all, SONGS)).isEqualTo(3);
  }

  @Test
  void trainedOn_ignoresSongsThatTheModelLacks() { // c is played once, and left out of training
    DatasetSplit split =
        new DatasetSplit(
                dataset(playlist("acb"), playlist("ab")), dataset(), dataset(playlist("acb")))
            .minimumPlays(2);
    PlaylistDigests digests = PlaylistDigests.of(split.training());

    assertThat(digests.trainedOn(split.test(), split.training().catalogue())).isEqualTo(1);
    assertThat(digests.trainedOn(split.test(), split.test().catalogue())).isZero();
  }

  @Test
  void trainedOn_ofOthersSongs_isNone() {
    PlaylistDataset others = PlaylistDataset.of(List.of(List.of("x", "y")));

    assertThat(digests("ab").trainedOn(others, SONGS)).isZero();
  }

  @Test
  void ofAndTrainedOn_closeTheStreams_andNameThePlaylistWithAWrongSong() {
    StreamedDataset wrong =
        new StreamedDataset(SONGS, List.of(Playlist.of(0, 1), Playlist.of(0, 5)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlaylistDigests.of(wrong))
        .withMessage("playlist 1, position 1: song index must be in 0..4, was 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> digests("ab").trainedOn(wrong, SONGS))
        .withMessage("playlist 1, position 1: song index must be in 0..4, was 5");
    assertThat(wrong.closed()).isEqualTo(wrong.opened()).isEqualTo(2);
  }

  @Test
  void of_bytes_givesTheSame() {
    PlaylistDigests digests = digests("abc", "de", "ab", "ab");

    assertThat(PlaylistDigests.of(digests.bytes())).isEqualTo(digests).hasSameHashCodeAs(digests);
  }

  @Test
  void of_bytesThatAreNone() {
    byte[] swapped = HexFormat.of().parseHex("2e6626901907c247c47939e2838b3140");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlaylistDigests.of(new byte[12]))
        .withMessage("digests must have a multiple of 8 bytes, had 12");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlaylistDigests.of(swapped))
        .withMessage("digests must be in ascending order, but digest 1 is below the one before it");
  }
}
