package dev.segue.lstm;

import dev.segue.Catalogue;
import dev.segue.Explanation;
import dev.segue.ListeningSession;
import dev.segue.Recommendation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
 * Listeners hear random songs and start a new session after 100.
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

    private final Random random = new Random(42);
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
      session = model.recommender.newSession();
    }

    private ListeningSession playOne(Model model) {
      if (heard++ % SONGS_HEARD == 0) {
        session = model.recommender.newSession();
      }
      return session.play(catalogue.song(random.nextInt(catalogue.size())).id());
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
