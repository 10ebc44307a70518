package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.Song;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures a list of ten by popularity, of 10,000 songs by 1,000 artists, under rules that ask what
 * was heard before: after so many random plays of the 50 best of the songs in one session.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Xmx1g")
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls setUp
public class RulesBenchmark {

  private static final int SONGS = 10_000;
  private static final int SONGS_HEARD = 50;
  private static final int ARTISTS = 1000;
  private static final int RECOMMENDATIONS = 10;

  /** How many songs were heard in the session. */
  @Param({"100", "1000000"})
  public int plays;

  private ListeningSession session;

  /** JMH makes it. */
  public RulesBenchmark() {}

  /** Plays the songs. */
  @Setup
  public void setUp() {
    Catalogue catalogue =
        Catalogue.of(
            IntStream.range(0, SONGS)
                .mapToObj(i -> new Song("song " + i, "", "artist " + i % ARTISTS, List.of()))
                .toList());
    session =
        Popularity.trainer()
            .train(PlaylistDataset.of(catalogue, List.of(Playlist.of(0, 1, 2))))
            .newSession();
    Random random = new Random(1);
    for (int play = 0; play < plays; play++) {
      session.play(catalogue.song(random.nextInt(SONGS_HEARD)).id());
    }
  }

  /**
   * Recommends without rules.
   *
   * @return the songs
   */
  @Benchmark
  public List<Recommendation> none() {
    return session.recommend(RECOMMENDATIONS);
  }

  /**
   * Recommends none of the last three songs.
   *
   * @return the songs
   */
  @Benchmark
  public List<Recommendation> noRepeatWithin() {
    return session.recommend(RECOMMENDATIONS, RecommendationRules.none().noRepeatWithin(3));
  }

  /**
   * Recommends no song that was heard, by none of the last 20 artists.
   *
   * @return the songs
   */
  @Benchmark
  public List<Recommendation> noRepeatsAndArtistGap() {
    return session.recommend(RECOMMENDATIONS, RecommendationRules.none().noRepeats().artistGap(20));
  }

  /**
   * Copies the session, as continuations do.
   *
   * @return the copy
   */
  @Benchmark
  public ListeningSession copy() {
    return session.copy();
  }
}
