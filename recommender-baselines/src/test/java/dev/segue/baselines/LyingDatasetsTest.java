package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.Trainer;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever learns says what is wrong with a dataset of the caller's, in the same words. */
class LyingDatasetsTest {

  private static final Catalogue SONGS = catalogue(3);
  private static final List<Playlist> PLAYLISTS = List.of(Playlist.of(0, 1, 2), Playlist.of(2, 0));

  static Stream<EveryTrainer> all() {
    return EveryTrainer.all(PlaylistDataset.of(SONGS, PLAYLISTS));
  }

  static Stream<EveryTrainer> readingAgain() {
    return all().filter(EveryTrainer::readsAgain);
  }

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

  @Test
  void all_areTheTrainersOfThePackage() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/segue/baselines"))) {
      List<String> types = files.map(file -> file.getFileName().toString()).toList();
      assertThat(EveryTrainer.trainers().map(each -> each.name().replaceAll(",.*", "")).distinct())
          .containsExactlyInAnyOrderElementsOf(
              types.stream()
                  .map(name -> name.replace(".java", ""))
                  .filter(LyingDatasetsTest::hasTrainer)
                  .toList());
    }
  }

  private static boolean hasTrainer(String type) {
    if (type.endsWith("-info")) {
      return false;
    }
    try {
      Class<?> found = Class.forName("dev.segue.baselines." + type);
      return Stream.concat(Stream.of(found), Arrays.stream(found.getDeclaredClasses()))
          .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
          .anyMatch(LyingDatasetsTest::returnsTrainer);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean returnsTrainer(Method method) {
    return method.getReturnType() == Trainer.class && Modifier.isPublic(method.getModifiers());
  }

  @ParameterizedTest
  @MethodSource("all")
  void honestDataset_isLearntFrom(EveryTrainer each) {
    PlaylistDataset honest = dataset(call -> PLAYLISTS.stream());
    assertThat(each.trainer().train(honest).catalogue()).isSameAs(SONGS);
    assertThat(each.trainer().train(honest, honest).catalogue()).isSameAs(SONGS);
  }

  @ParameterizedTest
  @MethodSource("all")
  void songOutsideTheCatalogue_isNamedWithPlaylistAndPosition(EveryTrainer each) {
    PlaylistDataset outside = dataset(call -> Stream.of(Playlist.of(0, 1), Playlist.of(1, 2, 99)));
    String message = "playlist 1, position 2: song index must be in 0..2, was 99";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> each.trainer().train(outside))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> each.trainer().train(dataset(call -> PLAYLISTS.stream()), outside))
        .withMessage(message);
  }

  @ParameterizedTest
  @MethodSource("all")
  void growingCatalogue_isRefused(EveryTrainer each) {
    AtomicInteger songs = new AtomicInteger(3);
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                each.trainer()
                    .train(
                        dataset(
                            () -> catalogue(songs.getAndIncrement()), call -> PLAYLISTS.stream())))
        .withMessage(
            "catalogue() must give the same songs on each call, but gave 3 songs first, and then 4");
  }

  @ParameterizedTest
  @MethodSource("all")
  @SuppressWarnings("NullAway") // what a caller without the checker does
  void nullPlaylist_isNamed(EveryTrainer each) {
    assertThatNullPointerException()
        .isThrownBy(
            () ->
                each.trainer()
                    .train(dataset(call -> Stream.of(Playlist.of(0, 1), (Playlist) null))))
        .withMessage("playlist 1 must not be null");
  }

  @ParameterizedTest
  @MethodSource("all")
  @SuppressWarnings("NullAway") // what a caller without the checker does
  void nullStream_isNamed(EveryTrainer each) {
    assertThatNullPointerException()
        .isThrownBy(() -> each.trainer().train(dataset(call -> null)))
        .withMessage("playlists() of the dataset must not return null");
  }

  @ParameterizedTest
  @MethodSource("readingAgain")
  void streamThatDiffersBetweenCalls_isRefused(EveryTrainer each) {
    PlaylistDataset differing =
        dataset(call -> call == 0 ? PLAYLISTS.stream() : PLAYLISTS.stream().skip(1));
    assertThatIllegalStateException()
        .isThrownBy(() -> each.trainer().train(differing))
        .withMessage(
            "playlists() must give the same playlists on each call, but gave 2 playlists with 5"
                + " plays first, and then 1 playlists with 2 plays");
  }

  @ParameterizedTest
  @MethodSource("readingAgain")
  void streamThatIsEmptyTheSecondTime_isRefused(EveryTrainer each) {
    PlaylistDataset once = dataset(call -> call == 0 ? PLAYLISTS.stream() : Stream.empty());
    assertThatIllegalStateException()
        .isThrownBy(() -> each.trainer().train(once))
        .withMessage(
            "playlists() must give the same playlists on each call, but gave 2 playlists with 5"
                + " plays first, and then 0 playlists with 0 plays");
  }

  @ParameterizedTest
  @MethodSource("all")
  void streamThatNeverEnds_isRefusedAboveTheLimit(EveryTrainer each) {
    PlaylistDataset endless =
        dataset(call -> Stream.generate(() -> Playlist.of(0, 1))).checked(1000);
    assertThatIllegalStateException()
        .isThrownBy(() -> each.trainer().train(endless))
        .withMessage(
            "playlists must hold at most 1000 plays in all, but have more at playlist 500: does the"
                + " stream end? If there are so many, read them by checked(maximumPlays)");
  }

  @ParameterizedTest
  @MethodSource("all")
  void streamThatThrows_isToldWithThePlaylist(EveryTrainer each) {
    PlaylistDataset throwing =
        dataset(
            call ->
                PLAYLISTS.stream()
                    .peek(
                        playlist -> {
                          if (playlist.size() == 2) {
                            throw new IllegalArgumentException("no row");
                          }
                        }));
    assertThatIllegalStateException()
        .isThrownBy(() -> each.trainer().train(throwing))
        .withMessage("playlist 1 cannot be read: java.lang.IllegalArgumentException: no row")
        .withCauseInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("all")
  void streams_areClosed(EveryTrainer each) {
    AtomicInteger open = new AtomicInteger();
    PlaylistDataset counting =
        dataset(
            call -> {
              open.incrementAndGet();
              return PLAYLISTS.stream().onClose(open::decrementAndGet);
            });
    each.trainer().train(counting, counting);
    assertThat(open).hasValue(0);
  }

  @Test
  void validationPlaylistsWithoutATarget_areIgnored() {
    PlaylistDataset playlists = PlaylistDataset.of(SONGS, PLAYLISTS);
    PlaylistDataset none = PlaylistDataset.of(SONGS, List.of(Playlist.of(1), Playlist.of()));
    EveryTrainer.trainers()
        .forEach(
            each ->
                assertThatNoException().isThrownBy(() -> each.trainer().train(playlists, none)));
  }
}
