package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Provenance;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.cuda.CudaDevice;
import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.EmulatedDevice;
import dev.segue.lstm.LstmRecommender;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmNetwork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The network on a device against the one on the CPU, which is tested against numbers computed
 * elsewhere: the same playlists, first weights and draws, without dropout, whose masks differ.
 */
class CudaNetworkTest {

  private static final int SONGS = 43;
  private static final int UNROLL = 7;
  private static final Catalogue CATALOGUE =
      Catalogue.of(
          IntStream.range(0, SONGS)
              .mapToObj(
                  i ->
                      new Song(
                          "song" + i,
                          "",
                          "artist" + i / 3,
                          i % 5 == 0 ? List.of("even", "tag" + i % 3) : List.of("tag" + i % 3)))
              .toList());

  private static final Hyperparameters.Network LAYER =
      new Hyperparameters.Network(1, 6, 6, true, false);
  private static final Hyperparameters.Songs FEATURES =
      new Hyperparameters.Songs(true, Optional.empty(), 5, 3, true);
  private static final Hyperparameters.Songs PLAIN =
      new Hyperparameters.Songs(false, Optional.empty(), 0, 0, false);
  private static final Regularisation NONE = Regularisation.NONE;
  private static final int NEGATIVES = 11;

  static Stream<Case> cases() {
    Hyperparameters.Network untied = LAYER.tiedEmbeddings(false);
    Hyperparameters.Network projected = LAYER.hiddenSize(8);
    return Stream.of(
        new Case("paper", untied.layers(2).hiddenSize(8), PLAIN, NONE, false, false, false),
        new Case("default without times", LAYER, FEATURES, NONE, false, false, false),
        new Case("projected", projected, FEATURES, NONE, false, false, false),
        new Case("times", LAYER, FEATURES, NONE, true, false, false),
        new Case("skips", projected, FEATURES, NONE, false, true, false),
        new Case("times and skips", LAYER, FEATURES, NONE, true, true, false),
        new Case("untied", untied.hiddenSize(8), FEATURES, NONE, true, true, false),
        new Case("without features", LAYER, FEATURES.songFeatures(false), NONE, true, false, false),
        new Case("residual", LAYER.layers(3).residual(true), FEATURES, NONE, false, false, false),
        new Case(
            "regularised",
            LAYER,
            FEATURES,
            NONE.labelSmoothing(0.1).weightDecay(0.1).weightAveraging(0.9),
            true,
            false,
            false),
        new Case("sampled", LAYER, FEATURES, NONE, false, false, true),
        new Case("sampled, times and skips", projected, FEATURES, NONE, true, true, true),
        new Case("sampled, untied", untied.hiddenSize(8), FEATURES, NONE, true, true, true),
        new Case("sampled paper", untied.layers(2), PLAIN, NONE, false, false, true));
  }

  /** A kind of network and of data. */
  private record Case(
      String name,
      Hyperparameters.Network network,
      Hyperparameters.Songs songs,
      Regularisation regularisation,
      boolean timed,
      boolean skipped,
      boolean sampled) {

    Hyperparameters settings() {
      Hyperparameters.Optimisation optimisation =
          Hyperparameters.DEFAULTS.optimisation().optimiser(new Adam(0.01)).gradientClip(2);
      return new Hyperparameters(
          network,
          songs,
          Hyperparameters.DEFAULTS.time(),
          regularisation,
          sampled ? optimisation.sampledSoftmax(NEGATIVES) : optimisation,
          Hyperparameters.DEFAULTS.run());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static PlaylistDataset dataset(Case each) {
    Random random = new Random(1);
    List<Playlist> playlists = new ArrayList<>();
    for (int number = 0; number < 9; number++) {
      int[] songs = random.ints(2 + random.nextInt(20), 0, SONGS - 3).toArray();
      long[] times = new long[songs.length];
      List<Playlist.Skip> skips = new ArrayList<>();
      long now = 1_700_000_000L + number * 40_000L;
      for (int position = 0; position < songs.length; position++) {
        if (each.skipped() && position > 0 && random.nextInt(4) == 0) {
          now += 20;
          Optional<Instant> time =
              each.timed() ? Optional.of(Instant.ofEpochSecond(now)) : Optional.empty();
          skips.add(new Playlist.Skip(random.nextInt(SONGS - 3), position, time, Optional.empty()));
        }
        now += 200;
        times[position] = now;
      }
      Playlist playlist = Playlist.of(songs);
      playlists.add(
          (each.timed() ? playlist.withTimes("listener" + number % 3, times) : playlist)
              .withSkips(skips));
    }
    return PlaylistDataset.of(CATALOGUE, playlists);
  }

  @BeforeAll
  static void compiler() {
    assumeTrue(EmulatedDevice.isThere(), "g++ is needed to emulate a GPU");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void steps_areThoseOfTheCpu(Case each) {
    Hyperparameters settings = each.settings();
    TrainingData data = TrainingData.of(dataset(each), Optional.empty(), settings.songs());
    try (TrainingDevice cpu = new Dl4jDevice(1);
        TrainingDevice gpu = new CudaTrainingDevice(new EmulatedDevice())) {
      TrainingNetwork expected = network(cpu, settings, data);
      TrainingNetwork actual = network(gpu, settings, data);
      SplittableRandom random = new SplittableRandom(3);
      for (int batch = 0; batch < 2; batch++) {
        long seed = random.nextLong();
        expected.random(new SplittableRandom(seed));
        actual.random(new SplittableRandom(seed));
        // Memories are read once, in order: each network has steps of its own.
        List<List<PackedChunk>> onCpu = steps(data, settings);
        List<List<PackedChunk>> onGpu = steps(data, settings);
        for (int step = 0; step < onCpu.size(); step++) {
          double positions = onCpu.get(step).get(0).positions();
          TrainingNetwork.Learnt cpuFinds = expected.learn(onCpu.get(step), positions, 0, 0.7);
          TrainingNetwork.Learnt gpuFinds = actual.learn(onGpu.get(step), positions, 0, 0.7);
          assertThat(gpuFinds.loss() / cpuFinds.loss()).isCloseTo(1, within(1e-5));
          assertThat(gpuFinds.gradientNorm() / cpuFinds.gradientNorm()).isCloseTo(1, within(1e-4));
          assertSameState(actual.state(), expected.state());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void scores_areThoseOfTheRecommender(Case each) {
    PlaylistDataset dataset = dataset(each);
    TrainingData data = TrainingData.of(dataset, Optional.empty(), each.settings().songs());
    Architecture architecture = TrainingRun.architecture(each.settings(), data).network();
    try (CudaDevice gpu = new EmulatedDevice()) {
      CudaQueue queue = gpu.queue(CudaKernels.of(architecture, OptionalInt.empty()));
      int fewScores = 20 * CudaSongVectors.columns(SONGS);
      CudaScorer scorer = new CudaScorer(queue, architecture, 2, fewScores);
      for (int seed = 1; seed <= 2; seed++) {
        LstmNetwork network = drawn(data, each.settings(), seed);
        LstmRecommender recommender =
            LstmRecommender.of(
                CATALOGUE, data.features(), List.of(network), Map.of(), Provenance.unknown());
        scorer.take(network);
        assertSameScores(new CudaScoring(recommender, scorer), recommender, dataset, data);
      }
    }
  }

  private static LstmNetwork drawn(TrainingData data, Hyperparameters settings, int seed) {
    TrainingArchitecture architecture = TrainingRun.architecture(settings, data);
    Random random = new Random(seed);
    LstmNetwork drawn =
        LstmNetwork.of(
            architecture.network(),
            (name, shape) -> {
              float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
              for (int i = 0; i < values.length; i++) {
                values[i] = random.nextFloat() - 0.5f;
              }
              return values;
            });
    return architecture.network().memory() ? drawn.forget(data.unplayed()) : drawn;
  }

  private static void assertSameScores(
      SequenceRecommender actual,
      SequenceRecommender expected,
      PlaylistDataset dataset,
      TrainingData data) {
    Map<String, float[]> found = scores(actual, dataset, data);
    Map<String, float[]> wanted = scores(expected, dataset, data);
    assertThat(found).containsOnlyKeys(wanted.keySet());
    wanted.forEach(
        (place, scores) -> {
          for (int song = 0; song < SONGS; song++) {
            assertThat(found.get(place)[song])
                .as("song %d %s", song, place)
                .isCloseTo(scores[song], within(2e-5f));
          }
        });
  }

  /** The scores after each song of each playlist. */
  private static Map<String, float[]> scores(
      SequenceRecommender recommender, PlaylistDataset dataset, TrainingData data) {
    Map<String, float[]> all = new ConcurrentHashMap<>();
    try (Stream<Playlist> playlists = dataset.playlists()) {
      recommender.score(
          Stream.concat(Stream.of(Playlist.of()), playlists),
          data.history(),
          (playlist, heard, scores) -> {
            float[] ofSongs = new float[SONGS];
            for (int song = 0; song < SONGS; song++) {
              ofSongs[song] = scores.get(song);
            }
            float[] before = all.put("after %d of playlist %d".formatted(heard, playlist), ofSongs);
            assertThat(before).isNull();
          });
    }
    return all;
  }

  private static List<List<PackedChunk>> steps(TrainingData data, Hyperparameters settings) {
    return PackedChunk.cut(
        data.playlists(),
        UNROLL,
        TrainingRun.architecture(settings, data).network().recency(),
        data.history(),
        1);
  }

  private static TrainingNetwork network(
      TrainingDevice device, Hyperparameters settings, TrainingData data) {
    TrainingArchitecture architecture = TrainingRun.architecture(settings, data);
    NegativeSampler sampler =
        architecture.sampled()
            ? new NegativeSampler(data.playlists(), data.unplayed(), NEGATIVES)
            : null;
    TrainingNetwork network =
        device.network(
            architecture,
            settings.optimisation(),
            sampler,
            architecture.network().learnsNewSongs() ? ColdSongs.drawn() : ColdSongs.none());
    network.initialise(0.5, new Random(2));
    if (architecture.network().memory() && !architecture.sampled()) {
      boolean[] unplayed = data.unplayed();
      network.unscored(IntStream.range(0, SONGS).filter(song -> unplayed[song]).toArray());
    }
    return network;
  }

  /** The first moments after a step are a tenth of the clipped gradient. */
  private static void assertSameState(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, values) -> {
          double tolerance = name.startsWith(TrainingNetwork.WEIGHTS) ? 2e-3 : 2e-5;
          float[] found = actual.get(name);
          assertThat(found).as(name).hasSameSizeAs(values);
          for (int i = 0; i < values.length; i++) {
            assertThat(found[i])
                .as("%s at %d", name, i)
                .isCloseTo(values[i], within((float) tolerance));
          }
        });
  }
}
