package dev.segue.lstm;

import dev.segue.Catalogue;
import dev.segue.Explanation;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * Measures how a saved model plays a song to a listener and recommends ten: the latency ({@code -bm
 * sample}), or the throughput of several threads with a listener each ({@code -bm thrpt -t 2}).
 * Listeners hear random songs and start a new session after 100. With {@code -p remembered=5000} a
 * listener has a memory of so many songs, and hears these alone.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 2, jvmArgsAppend = "-Xmx1g")
@SuppressWarnings("NullAway.Init") // JMH calls setUp
public class ServingBenchmark {

  private static final int SONGS_HEARD = 100;
  private static final int RECOMMENDATIONS = 10;
  private static final int PLAYS_REMEMBERED_PER_SONG = 4;
  private static final Duration PAUSE = Duration.ofSeconds(200);

  /** The model that all threads share. */
  @State(Scope.Benchmark)
  public static class Model {

    /** Path of the model file. */
    @Param("")
    public String model;

    private LstmRecommender recommender;

    /** JMH makes it. */
    public Model() {}

    /**
     * Loads the model.
     *
     * @throws IOException if it cannot be read
     */
    @Setup
    public void setUp() throws IOException {
      recommender = LstmRecommender.load(Path.of(model));
    }
  }

  /** One thread's listener. */
  @State(Scope.Thread)
  public static class Listener {

    /** How many songs are in the listener's memory; 0 for a listener without one. */
    @Param("0")
    public int remembered;

    private final Random random = new Random(42);
    private Instant now = Instant.parse("2025-01-01T00:00:00Z");
    private @Nullable ListenerMemory memory;
    private Catalogue catalogue;
    private ListeningSession session;
    private int heard;

    /** JMH makes it. */
    public Listener() {}

    /**
     * Starts a session.
     *
     * @param model the model
     */
    @Setup
    public void setUp(Model model) {
      catalogue = model.recommender.catalogue();
      if (remembered > 0) {
        memory = ListenerMemory.of(catalogue, () -> now);
        for (int play = 0; play < PLAYS_REMEMBERED_PER_SONG * remembered; play++) {
          memory.play(nextSong(), now);
        }
      }
      session = newSession(model);
    }

    private ListeningSession newSession(Model model) {
      return memory == null ? model.recommender.newSession() : model.recommender.newSession(memory);
    }

    private int nextSong() {
      now = now.plus(PAUSE);
      return random.nextInt(remembered > 0 ? remembered : catalogue.size());
    }

    private ListeningSession playOne(Model model) {
      if (heard++ % SONGS_HEARD == 0) {
        session = newSession(model);
      }
      return session.play(catalogue.song(nextSong()).id());
    }
  }

  /** Creates the benchmark. */
  public ServingBenchmark() {}

  /**
   * Plays a song.
   *
   * @param model the model
   * @param listener the listener
   * @return the session
   */
  @Benchmark
  public ListeningSession play(Model model, Listener listener) {
    return listener.playOne(model);
  }

  /**
   * Plays a song and recommends ten.
   *
   * @param model the model
   * @param listener the listener
   * @return the songs
   */
  @Benchmark
  public List<Recommendation> playAndRecommend(Model model, Listener listener) {
    return listener.playOne(model).recommend(RECOMMENDATIONS);
  }

  /**
   * Plays a song and explains the first recommendation.
   *
   * @param model the model
   * @param listener the listener
   * @return the explanation
   */
  @Benchmark
  public Explanation playAndExplain(Model model, Listener listener) {
    ListeningSession session = listener.playOne(model);
    return session.explain(session.recommend(1).get(0).song().id());
  }
}
