package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segue.Catalogue;
import dev.segue.EpochReport;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.TrainingListener;
import dev.segue.datasets.SyntheticStation;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Interrupting its thread ends whatever takes long. */
@Timeout(120)
class CancellationTest {

  private static final int FOREVER = 1_000_000;
  private static final PlaylistDataset STATION = SyntheticStation.of(40, 120, 1);

  /** Many songs, of which each list takes a while. */
  private static final Catalogue SONGS =
      Catalogue.of(IntStream.range(0, 50_000).mapToObj(i -> Song.of("s" + i)).toList());

  /**
   * A call that would take minutes.
   *
   * @param call tells the runnable whenever some of it is done
   */
  record LongCall(String name, Consumer<Runnable> call) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<EveryTrainer> all() {
    return EveryTrainer.all(
        PlaylistDataset.of(STATION.catalogue(), List.of(Playlist.of(0, 1), Playlist.of(1, 2))));
  }

  static Stream<LongCall> longCalls() {
    return Stream.of(
        new LongCall(
            "item2vec",
            some -> Item2Vec.builder().epochs(FOREVER).listener(on(some)).build().train(STATION)),
        new LongCall(
            "item2vec, one playlist",
            some ->
                Item2Vec.builder()
                    .listener(on(some))
                    .build()
                    .train(PlaylistDataset.of(STATION.catalogue(), List.of(playlist(5_000_000))))),
        new LongCall(
            "Markov embedding",
            some ->
                LatentMarkovEmbedding.builder()
                    .epochs(FOREVER)
                    .listener(on(some))
                    .build()
                    .train(STATION)),
        new LongCall(
            "weights of a mixture",
            some ->
                LinearFit.weights(
                    2, Collections.nCopies(20_000_000, started(some, new double[] {0.1, 0.2})))),
        fit("linear fit", Blend::linear, Blend::fit),
        fit("log-linear fit", Blend::logLinear, Blend::fit),
        fit("ranking fit", Blend::linear, Blend::fitRanking),
        new LongCall(
            "lists of many playlists",
            some ->
                recommender()
                    .recommendAll(
                        Stream.generate(() -> Playlist.of(0)), 10, RecommendationRules.none())
                    .forEach(list -> some.run())),
        new LongCall(
            "scores of many playlists",
            some ->
                recommender()
                    .score(
                        Stream.generate(() -> Playlist.of(0, 1)),
                        (playlist, heard, scores) -> some.run())),
        new LongCall(
            "scores of one long playlist",
            some ->
                recommender()
                    .score(
                        Stream.of(playlist(5_000_000)), (playlist, heard, scores) -> some.run())));
  }

  private static LongCall fit(
      String name,
      Function<SequenceRecommender[], Blend> blend,
      BiFunction<Blend, PlaylistDataset, Blend> fit) {
    return new LongCall(
        name,
        some -> {
          PlaylistDataset playlists = PlaylistDataset.of(SONGS, List.of(playlist(20_000)));
          SequenceRecommender chain = MarkovChain.trainer().train(playlists);
          Blend parts = blend.apply(new SequenceRecommender[] {recommender(), chain});
          some.run();
          fit.apply(parts, playlists);
        });
  }

  private static SequenceRecommender recommender() {
    return Popularity.trainer().train(PlaylistDataset.of(SONGS, List.of(Playlist.of(0, 1))));
  }

  private static Playlist playlist(int plays) {
    return Playlist.of(IntStream.range(0, plays).map(i -> i % 40).toArray());
  }

  private static <T> T started(Runnable some, T value) {
    some.run();
    return value;
  }

  private static TrainingListener on(Runnable some) {
    return new TrainingListener() {
      @Override
      public Decision onEpoch(EpochReport report) {
        return Decision.CONTINUE;
      }

      @Override
      public Decision onProgress(int epoch, long done, long total) {
        some.run();
        return Decision.CONTINUE;
      }
    };
  }

  @ParameterizedTest
  @MethodSource("longCalls")
  void interrupt_endsTheCall_withTheFlagSet_andNoThreadLeft(LongCall longCall)
      throws InterruptedException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    CountDownLatch progress = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              try {
                longCall.call().accept(progress::countDown);
              } catch (Throwable e) {
                thrown.set(e);
              }
              flag.set(Thread.currentThread().isInterrupted());
            });
    caller.setDaemon(true);
    caller.start();
    assertThat(progress.await(60, TimeUnit.SECONDS)).as("has begun").isTrue();
    caller.join(300);
    caller.interrupt();
    caller.join(60_000); // a second where the machine is not busy

    assertThat(thrown.get())
        .isInstanceOf(CancellationException.class)
        .hasMessageEndingWith(" was cancelled: its thread is interrupted");
    assertThat(flag).isTrue();
    Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);
    assertThat(left).allMatch(Thread::isDaemon);
  }

  @ParameterizedTest
  @MethodSource("all")
  void interrupt_whilePlaylistsAreRead_endsTheTraining(EveryTrainer each) {
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> each.trainer().train(endless().checked(Long.MAX_VALUE)))
        .withMessage("reading playlists was cancelled: its thread is interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Playlists without end; the thread that reads them is interrupted after a thousand. */
  private static PlaylistDataset endless() {
    return new PlaylistDataset() {
      @Override
      public Catalogue catalogue() {
        return STATION.catalogue();
      }

      @Override
      public Stream<Playlist> playlists() {
        return Stream.iterate(0, i -> i + 1)
            .peek(
                i -> {
                  if (i == 1000) {
                    Thread.currentThread().interrupt();
                  }
                })
            .map(i -> Playlist.of(0, 1));
      }
    };
  }
}
