package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Catalogue;
import dev.segue.ListenerMemory;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.Scores;
import dev.segue.Song;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.HeardSong;
import dev.segue.lstm.network.LstmEnsemble;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.lstm.network.LstmState;
import dev.segue.lstm.network.MemoryFeatures;
import dev.segue.lstm.network.Recency;
import dev.segue.lstm.network.SongFeatures;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Networks with composed and tied vectors, recency weights, memory and a projection: whole steps
 * against finite differences, and serving against training.
 */
class SongVectorsTest {

  /** Directions in which the gradient of a tensor is compared. */
  private static final int DIRECTIONS = 3;

  private static final List<Song> SONGS =
      List.of(
          new Song("0", "", "Ann", List.of("jazz", "cool")),
          new Song("1", "", "Ann feat. Bob", List.of("jazz")),
          new Song("2", "", "Bob", List.of()),
          new Song("3", "", "", List.of("cool", "jazz", "late")),
          new Song("4", "", "Cleo", List.of("late")),
          Song.of("5"),
          new Song("6", "", "Cleo", List.of("jazz")));

  /**
   * Long and short ones; songs come back within the window and after it. Two have times; the second
   * is by a listener whom the history does not know.
   */
  private static final List<Playlist> BATCH =
      List.of(
          Playlist.of(0, 3, 1, 3, 6, 0, 2)
              .withTimes("ann", 500_000, 500_200, 500_400, 500_700, 503_600, 503_800, 520_000),
          Playlist.of(4, 4, 0).withTimes("bob", 500_000, 500_200, 500_400),
          Playlist.of(5, 1));

  /** The same, with skips before the first song, between songs and after the last one. */
  private static final List<Playlist> SKIPPING =
      List.of(
          BATCH
              .get(0)
              .withSkips(
                  List.of(
                      skip(5, 0, 499_990),
                      skip(3, 2, 500_300),
                      skip(6, 2, 500_310),
                      skip(0, 5, 503_700))),
          BATCH.get(1).withSkips(List.of(skip(1, 3, 500_500))),
          Playlist.of(5, 1)
              .withSkips(List.of(new Playlist.Skip(5, 1, Optional.empty(), Optional.empty()))));

  private static Playlist.Skip skip(int song, int position, long second) {
    return new Playlist.Skip(
        song,
        position,
        Optional.of(Instant.ofEpochSecond(second)),
        Optional.of(Duration.ofSeconds(5)));
  }

  private static final Optional<ZoneId> CLOCK = Optional.of(ZoneId.of("Asia/Tokyo"));

  private static final PlayHistory HISTORY =
      PlayHistory.of(
          Catalogue.of(SONGS),
          Stream.of(
              Playlist.of(2, 6, 2).withTimes("ann", 100_000, 100_200, 300_000),
              Playlist.of(0, 5).withTimes("ann", 490_000, 500_300)));

  /** The vectors that describe the songs; the last song has none. */
  private static final float[][] VECTORS = {
    {0.5f, -1}, {0, 1}, {2, 0.25f}, {1, 1}, {-1, 0.5f}, {0.1f, 0.2f}, {}
  };

  private final SongFeatures features = SongFeatures.of(Catalogue.of(SONGS), 2);
  private final List<SongFeatures.Row> rows = features.rows(SONGS, i -> VECTORS[i]);
  private final List<Workers> opened = new ArrayList<>();

  private static List<Playlist> batch(boolean skips) {
    return skips ? SKIPPING : BATCH;
  }

  private List<Recency> recency(boolean skips) {
    return Recency.of(3, 2, skips, SONGS.size(), features.artists(SONGS));
  }

  @AfterEach
  void close() {
    opened.forEach(Workers::close);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "true, 4, 1, false",
    "true, 4, 2, false",
    "true, 3, 2, false",
    "false, 5, 2, false",
    "false, 3, 1, false",
    "true, 4, 2, true",
    "false, 5, 1, true"
  })
  void step_isTheNumericGradient(boolean tied, int hidden, int workers, boolean skips) {
    Dl4jNetwork network =
        network(
            DataType.DOUBLE, tied, hidden, workers, skips, tied ? new int[] {1, 4} : new int[0]);
    List<PackedChunk> parts =
        PackedChunk.cut(batch(skips), 20, recency(skips), HISTORY, workers).get(0);
    Map<String, double[]> before = new TreeMap<>();
    Map<String, double[]> numeric = new TreeMap<>();
    network
        .tensors()
        .forEach(
            (name, tensor) -> {
              before.put(name, values(tensor));
              double[] slopes = new double[DIRECTIONS];
              Arrays.setAll(slopes, i -> slope(network, parts, tensor, direction(tensor, i)));
              numeric.put(name, slopes);
            });

    network.learn(parts, 1, 0, 1); // with a learning rate factor of 1

    assertThat(numeric)
        .containsKeys("embedding", "features", "recency", "artist_recency", "output.b")
        .containsKeys("memory.W", "memory.b", "memory.clock");
    assertThat(numeric.containsKey("output.new")).isEqualTo(tied);
    assertThat(numeric.containsKey("output.W")).isEqualTo(!tied);
    for (String each : List.of("skip", "skip_recency", "artist_skip_recency")) {
      assertThat(numeric.containsKey(each)).as(each).isEqualTo(skips);
    }
    assertThat(numeric.containsKey("projection.W")).isEqualTo(tied && hidden != 4);
    network
        .tensors()
        .forEach(
            (name, tensor) -> {
              double[] after = values(tensor);
              for (int i = 0; i < DIRECTIONS; i++) {
                double[] direction = direction(tensor, i);
                double slope = 0;
                for (int j = 0; j < after.length; j++) {
                  slope += (before.get(name)[j] - after[j]) * direction[j];
                }
                assertThat(slope)
                    .as("%s in direction %d", name, i)
                    .isCloseTo(numeric.get(name)[i], within(1e-6));
              }
            });
  }

  @ParameterizedTest
  @CsvSource({
    "true, 4, false",
    "true, 3, false",
    "false, 5, false",
    "false, 3, false",
    "true, 4, true",
    "false, 5, true"
  })
  void serving_givesTheLossOfTraining(boolean tied, int hidden, boolean skips) {
    Dl4jNetwork network = network(DataType.FLOAT, tied, hidden, 2, skips, new int[0]);
    Map<String, float[]> weights = network.weights();
    LstmEnsemble served =
        new LstmEnsemble(
            List.of(
                LstmNetwork.of(
                    architecture(tied, hidden, skips), (name, shape) -> weights.get(name))));
    double loss = 0;
    for (Playlist playlist : batch(skips)) {
      List<LstmState> state = served.start();
      ListenerMemory memory = HISTORY.before(playlist);
      MemoryFeatures features = new MemoryFeatures(skips);
      PlaylistSteps steps = PlaylistSteps.of(playlist);
      for (int step = 0; step < steps.count(); step++) {
        served.step(HeardSong.of(steps.song(step), steps.isSkip(step)), state);
        if (playlist.listener().isPresent()) {
          if (steps.isSkip(step)) {
            memory.skip(steps.song(step), steps.time(step));
          } else {
            memory.play(steps.song(step), steps.time(step));
          }
          features.read(memory, steps.chosen(step), CLOCK);
        }
        float[][] scores = new float[1][SONGS.size()];
        served.scores(
            new LstmState[][] {{state.get(0)}}, new MemoryFeatures[] {features}, 1, scores);
        loss -= Scores.of(scores[0]).logProbability(steps.target(step));
      }
    }

    double trained = 0;
    for (List<PackedChunk> step : PackedChunk.cut(batch(skips), 2, recency(skips), HISTORY, 2)) {
      trained += network.learn(step, 1, 0, 0).loss(); // moves nothing
    }

    assertThat(loss).isCloseTo(trained, within(1e-4));
  }

  @Test
  void dropout_keepsTheMean_andScalesGradientsAlike() {
    Dropout dropout = new Dropout(0, 0.3, 100, DataType.FLOAT, Kernels.host().matrices());
    Matrix ones = Matrix.zeros(DataType.FLOAT, 100, 200);
    ones.array().assign(1);
    Matrix gradients = Matrix.zeros(DataType.FLOAT, 100, 200);
    gradients.array().assign(1);

    INDArray kept = dropout.forward(ones).array();
    dropout.backward(gradients);

    assertThat(kept.meanNumber().doubleValue()).isCloseTo(1, within(0.02));
    assertThat(kept.eq(0).castTo(DataType.FLOAT).meanNumber().doubleValue())
        .isCloseTo(0.3, within(0.02));
    assertThat(kept.maxNumber().doubleValue()).isCloseTo(1 / 0.7, within(1e-6));
    assertThat(gradients.array().equalsWithEps(kept, 0)).isTrue();
    assertThat(ones.array().minNumber().doubleValue()).as("the input stays").isEqualTo(1);
  }

  /** With two layers; the second is residual if its size is 3. */
  private Dl4jNetwork network(
      DataType type, boolean tied, int hidden, int threads, boolean skips, int[] newSongs) {
    Workers workers = new Workers(threads);
    opened.add(workers);
    Dl4jNetwork network =
        new Dl4jNetwork(
            TrainingArchitecture.of(architecture(tied, hidden, skips)),
            new Sgd(1),
            Double.POSITIVE_INFINITY,
            type,
            workers,
            null,
            songs -> newSongs);
    Random random = new Random(3);
    network
        .tensors()
        .values()
        .forEach(
            tensor ->
                IntStream.range(0, (int) tensor.length())
                    .forEach(i -> set(tensor, i, 1.2 * random.nextDouble() - 0.6)));
    return network;
  }

  private Architecture architecture(boolean tied, int hidden, boolean skips) {
    return new Architecture(
        SONGS.size(),
        rows,
        features.size(),
        4,
        List.of(3, hidden),
        true,
        tied,
        recency(skips),
        skips,
        true,
        CLOCK);
  }

  /** All values of a tensor one way or the other, so that an error in any of them shows. */
  private static double[] direction(INDArray tensor, int number) {
    Random random = new Random(number);
    return IntStream.range(0, (int) tensor.length())
        .mapToDouble(i -> random.nextBoolean() ? 1 : -1)
        .toArray();
  }

  private static double slope(
      Dl4jNetwork network, List<PackedChunk> parts, INDArray tensor, double[] direction) {
    double[] values = values(tensor);
    move(tensor, values, direction, 1e-5);
    double above = network.learn(parts, 1, 0, 0).loss();
    move(tensor, values, direction, -1e-5);
    double below = network.learn(parts, 1, 0, 0).loss();
    move(tensor, values, direction, 0);
    return (above - below) / 2e-5;
  }

  private static void move(INDArray tensor, double[] values, double[] direction, double step) {
    for (int i = 0; i < values.length; i++) {
      set(tensor, i, values[i] + step * direction[i]);
    }
  }

  private static void set(INDArray tensor, int index, double value) {
    tensor.putScalar(index % tensor.rows(), index / tensor.rows(), value);
  }

  private static double[] values(INDArray columnMajor) {
    return columnMajor.dup('f').data().asDouble();
  }
}
