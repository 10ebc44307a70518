package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CheckedDatasetTest {

  private static final Catalogue SONGS = catalogue(3);
  private static final List<Playlist> PLAYLISTS = List.of(Playlist.of(0, 1, 2), Playlist.of(2, 0));

  private static Catalogue catalogue(int songs) {
    return Catalogue.of(
        Stream.iterate(0, i -> i + 1).limit(songs).map(i -> Song.of("s" + i)).toList());
  }

  /** A dataset whose stream depends on the number of the call, from 0. */
  private static PlaylistDataset dataset(
      Supplier<Catalogue> catalogue, IntFunction<Stream<Playlist>> calls) {
    AtomicInteger call = new AtomicInteger();
    return new PlaylistDataset() {
      @Override
      public Catalogue catalogue() {
        return catalogue.get();
      }

      @Override
      public Stream<Playlist> playlists() {
        return calls.apply(call.getAndIncrement());
      }
    };
  }

  private static PlaylistDataset dataset(IntFunction<Stream<Playlist>> calls) {
    return dataset(() -> SONGS, calls);
  }

  private static List<Playlist> read(PlaylistDataset dataset) {
    try (Stream<Playlist> playlists = dataset.playlists()) {
      return playlists.toList();
    }
  }

  @Test
  void honestDataset_isAsItWas() {
    PlaylistDataset checked = dataset(call -> PLAYLISTS.stream()).checked();
    assertThat(read(checked)).isEqualTo(PLAYLISTS);
    assertThat(read(checked)).isEqualTo(PLAYLISTS);
    assertThat(checked.history()).isEqualTo(PLAYLISTS);
    assertThat(checked.catalogue()).isSameAs(SONGS);
    assertThat(checked.checked()).isSameAs(checked);
  }

  @Test
  void closing_closesTheDatasetsStream() {
    AtomicBoolean closed = new AtomicBoolean();
    PlaylistDataset checked =
        dataset(call -> PLAYLISTS.stream().onClose(() -> closed.set(true))).checked();
    read(checked);
    assertThat(closed).isTrue();
  }

  @Test
  void songOutsideTheCatalogue_isNamedWithPlaylistAndPosition() {
    PlaylistDataset checked =
        dataset(call -> Stream.of(Playlist.of(0, 1), Playlist.of(1, 2, 99))).checked();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(checked))
        .withMessage("playlist 1, position 2: song index must be in 0..2, was 99");
  }

  @Test
  void growingCatalogue_isRefusedAtTheNextCall() {
    AtomicInteger songs = new AtomicInteger(3);
    PlaylistDataset checked =
        dataset(() -> catalogue(songs.get()), call -> PLAYLISTS.stream()).checked();
    read(checked);
    songs.set(4);
    assertThatIllegalStateException()
        .isThrownBy(() -> read(checked))
        .withMessage(
            "catalogue() must give the same songs on each call, but gave 3 songs first, and then 4");
  }

  @Test
  void streamThatDiffersBetweenCalls_isRefusedAtItsEnd() {
    PlaylistDataset checked =
        dataset(call -> Stream.of(Playlist.of(0, 1), call == 0 ? Playlist.of(1) : Playlist.of(2)))
            .checked();
    read(checked);
    assertThatIllegalStateException()
        .isThrownBy(() -> read(checked))
        .withMessage(
            "playlists() must give the same playlists on each call, but gave 2 playlists with 3"
                + " plays first, and then others");
  }

  @Test
  void streamThatIsEmptyTheSecondTime_isRefused() {
    PlaylistDataset checked =
        dataset(call -> call == 0 ? PLAYLISTS.stream() : Stream.empty()).checked();
    read(checked);
    assertThatIllegalStateException()
        .isThrownBy(() -> read(checked))
        .withMessage(
            "playlists() must give the same playlists on each call, but gave 2 playlists with 5"
                + " plays first, and then 0 playlists with 0 plays");
  }

  @Test
  void streamThatNeverEnds_isRefusedAboveTheLimit() {
    PlaylistDataset checked =
        dataset(call -> Stream.generate(() -> Playlist.of(0, 1))).checked(1000);
    assertThatIllegalStateException()
        .isThrownBy(() -> read(checked))
        .withMessage(
            "playlists must hold at most 1000 plays in all, but have more at playlist 500: does the"
                + " stream end? If there are so many, read them by checked(maximumPlays)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> checked.checked(0))
        .withMessage("maximumPlays must be > 0, was 0");
  }

  @Test
  void streamThatThrows_isToldWithThePlaylist() {
    PlaylistDataset checked =
        dataset(
                call ->
                    PLAYLISTS.stream()
                        .peek(
                            playlist -> {
                              if (playlist.size() == 2) {
                                throw new IllegalArgumentException("no row");
                              }
                            }))
            .checked();
    assertThatIllegalStateException()
        .isThrownBy(() -> read(checked))
        .withMessage("playlist 1 cannot be read: java.lang.IllegalArgumentException: no row")
        .withCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fileThatCannotBeRead_isToldAsItIs() {
    UncheckedIOException gone = new UncheckedIOException(new IOException("disk gone"));
    PlaylistDataset checked =
        dataset(
                call ->
                    Stream.generate(
                        () -> {
                          throw gone;
                        }))
            .checked();
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> read(checked))
        .isSameAs(gone);
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without the checker does
  void null_isNamed() {
    assertThatNullPointerException()
        .isThrownBy(() -> dataset(() -> null, call -> PLAYLISTS.stream()).checked())
        .withMessage("catalogue() of the dataset must not return null");
    assertThatNullPointerException()
        .isThrownBy(() -> dataset(call -> null).checked().playlists())
        .withMessage("playlists() of the dataset must not return null");
    assertThatNullPointerException()
        .isThrownBy(
            () -> read(dataset(call -> Stream.of(Playlist.of(0), (Playlist) null)).checked()))
        .withMessage("playlist 1 must not be null");
  }

  @Test
  void interruptedThread_endsAStreamThatNeverEnds_withTheFlagSet() {
    PlaylistDataset checked =
        dataset(
                call ->
                    Stream.iterate(0, i -> i + 1)
                        .peek(
                            i -> {
                              if (i == 1000) {
                                Thread.currentThread().interrupt();
                              }
                            })
                        .map(i -> Playlist.of()))
            .checked();
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> read(checked))
        .withMessage("reading playlists was cancelled: its thread is interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
