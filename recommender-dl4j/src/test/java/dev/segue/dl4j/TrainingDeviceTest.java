package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.segue.DatasetSplit;
import dev.segue.EpochReport;
import dev.segue.PlaylistDataset;
import dev.segue.Provenance;
import dev.segue.TrainingDivergedException;
import dev.segue.TrainingListener;
import dev.segue.checkpoint.Checkpointing;
import dev.segue.datasets.SyntheticStation;
import dev.segue.lstm.LstmRecommender;
import dev.segue.model.ModelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Trainings on a device other than ND4J's: nothing about them needs ND4J but its Adam's numbers.
 */
class TrainingDeviceTest {

  private static final TrainingListener NONE = report -> TrainingListener.Decision.CONTINUE;

  /** Besides the tests, whose class runs there: no backend, no Deeplearning4j, no natives. */
  private static final List<String> ABSENT =
      List.of("nd4j-native", "nd4j-cuda", "nd4j-presets", "deeplearning4j", "bytedeco", "jna");

  @TempDir private Path folder;

  static DatasetSplit station() {
    return SyntheticStation.of(60, 200, 1).split(0.8, 0.1, 0.1, 1);
  }

  static Hyperparameters with(Hyperparameters.Run run) {
    Hyperparameters defaults = Hyperparameters.DEFAULTS;
    return new Hyperparameters(
        defaults.network(),
        defaults.songs(),
        defaults.time(),
        defaults.regularisation(),
        defaults.optimisation().optimiser(new Adam(0.1)),
        run);
  }

  static LstmRecommender train(
      TrainingDevice device,
      Hyperparameters settings,
      Optional<Checkpointing> checkpointing,
      TrainingListener listener,
      PlaylistDataset training,
      Optional<PlaylistDataset> validation) {
    return new TrainingRun(
            settings,
            checkpointing,
            List.of(listener),
            TrainingData.of(training, validation, settings.songs()),
            Provenance.unknown(),
            device)
        .train();
  }

  private static LstmRecommender train(TrainingDevice device, Hyperparameters settings) {
    DatasetSplit split = station();
    return train(
        device,
        settings,
        Optional.empty(),
        NONE,
        split.training(),
        Optional.of(split.validation()));
  }

  static byte[] bytes(LstmRecommender recommender) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    recommender.save(out);
    return out.toByteArray();
  }

  @Test
  void training_findsHowOftenEachSongIsPlayed() {
    PlaylistDataset training =
        PlaylistDataset.of(
            List.of(
                List.of("first", "often"),
                List.of("first", "often"),
                List.of("first", "often"),
                List.of("first", "seldom")));
    List<EpochReport> reports = new ArrayList<>();

    LstmRecommender recommender =
        train(
            new BiasNetwork.Device(2, 0),
            with(Hyperparameters.PAPER.run().epochs(400)),
            Optional.empty(),
            report -> {
              reports.add(report);
              return TrainingListener.Decision.CONTINUE;
            },
            training,
            Optional.empty());

    assertThat(Math.exp(recommender.newSession().play("first").logProbability("seldom")))
        .isCloseTo(0.25, within(0.05));
    assertThat(reports).hasSize(400);
    assertThat(reports.get(0).trainingLoss()).isCloseTo(Math.log(3), within(1e-6));
    assertThat(reports.get(399).trainingLoss())
        .as("-3/4 ln 3/4 - 1/4 ln 1/4")
        .isCloseTo(0.5623, within(1e-3));
    assertThat(recommender.toString()).isEqualTo("LSTM over 3 songs");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 10_000})
  void lossThatIsKnownLate_changesNothing(int ahead) throws IOException {
    Hyperparameters settings = with(Hyperparameters.DEFAULTS.run().epochs(4));

    assertThat(bytes(train(new BiasNetwork.Device(1, ahead), settings)))
        .isEqualTo(bytes(train(new BiasNetwork.Device(1, 0), settings)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 10_000})
  void divergenceThatIsKnownLate_isToldOfItsStep(int ahead) {
    assertThat(diverged(ahead))
        .isEqualTo(diverged(0))
        .contains("diverged in epoch 1, step 2: the loss is NaN nats a transition");
  }

  private static String diverged(int ahead) {
    Hyperparameters settings = with(Hyperparameters.DEFAULTS.run());
    Hyperparameters huge =
        new Hyperparameters(
            settings.network(),
            settings.songs(),
            settings.time(),
            settings.regularisation(),
            settings.optimisation().optimiser(new Adam(1e38)),
            settings.run());
    TrainingDivergedException thrown =
        catchThrowableOfType(
            TrainingDivergedException.class, () -> train(new BiasNetwork.Device(1, ahead), huge));
    assertThat(thrown).isNotNull();
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void patience_endsTheTraining() throws IOException {
    List<EpochReport> reports = new ArrayList<>();
    DatasetSplit split = station();
    LstmRecommender recommender =
        train(
            new BiasNetwork.Device(2, 3),
            with(Hyperparameters.DEFAULTS.run().patience(1)),
            Optional.empty(),
            report -> {
              reports.add(report);
              return TrainingListener.Decision.CONTINUE;
            },
            split.training(),
            Optional.of(split.validation()));

    assertThat(reports).hasSizeBetween(2, 29);
    Path file = folder.resolve("model.segue");
    recommender.save(file);
    ModelFile model = ModelFile.read(file);
    assertThat(model.text("training.epochs")).isEqualTo(Integer.toString(reports.size() - 1));
    assertThat(model.text("training.device")).isEqualTo("biases");
  }

  @Test
  void resumedTraining_isBitForBitTheSame() throws IOException {
    assertThat(bytes(stoppedAndResumed(folder))).isEqualTo(bytes(whole()));
  }

  private static LstmRecommender whole() {
    return train(
        new BiasNetwork.Device(2, 3), with(Hyperparameters.DEFAULTS.run().epochs(3).ensemble(2)));
  }

  @Test
  void resuming_onAnotherKindOfDevice_isRefused() {
    PlaylistDataset playlists = PlaylistDataset.of(List.of(List.of("a", "b")));
    Hyperparameters settings = with(Hyperparameters.DEFAULTS.run().epochs(1));
    Path file = folder.resolve("a.checkpoint");

    train(
        new BiasNetwork.Device(1, 0),
        settings,
        Optional.of(new Checkpointing(file, Duration.ofNanos(1), false)),
        NONE,
        playlists,
        Optional.empty());

    assertThatThrownBy(
            () ->
                train(
                    new OnGpu(),
                    settings,
                    Optional.of(new Checkpointing(file, Duration.ofNanos(1), true)),
                    NONE,
                    playlists,
                    Optional.empty()))
        .hasMessageContaining(
            "must be a checkpoint of this training, but device was not set, and is now GPU");
  }

  /** A GPU that trains the same networks. */
  private static final class OnGpu implements TrainingDevice {

    private final BiasNetwork.Device device = new BiasNetwork.Device(1, 0);

    @Override
    public Device kind() {
      return Device.GPU;
    }

    @Override
    public String description() {
      return device.description();
    }

    @Override
    public int parts() {
      return device.parts();
    }

    @Override
    public TrainingNetwork network(
        TrainingArchitecture architecture,
        Hyperparameters.Optimisation optimisation,
        NegativeSampler sampler,
        ColdSongs newSongs) {
      return device.network(architecture, optimisation, sampler, newSongs);
    }

    @Override
    public void close() {
      device.close();
    }
  }

  /** Stops each training after some batches, until one of them comes to its end. */
  private static LstmRecommender stoppedAndResumed(Path folder) {
    DatasetSplit split = station();
    Hyperparameters settings = with(Hyperparameters.DEFAULTS.run().epochs(3).ensemble(2));
    Optional<Checkpointing> checkpointing =
        Optional.of(new Checkpointing(folder.resolve("a.checkpoint"), Duration.ofNanos(1), true));
    for (int run = 0; true; run++) {
      int[] left = {7 + 20 * run};
      TrainingListener stop =
          new TrainingListener() {
            @Override
            public Decision onEpoch(EpochReport report) {
              return Decision.CONTINUE;
            }

            @Override
            public Decision onProgress(int epoch, long done, long total) {
              return --left[0] == 0 ? Decision.STOP : Decision.CONTINUE;
            }
          };
      LstmRecommender recommender =
          train(
              new BiasNetwork.Device(2, 3),
              settings,
              checkpointing,
              stop,
              split.training(),
              Optional.of(split.validation()));
      if (left[0] > 0) {
        return recommender;
      }
    }
  }

  @Tag("slow")
  @Test
  void training_needsNoBackend() throws IOException, InterruptedException {
    OtherJvm training =
        OtherJvm.run(
            Map.of(),
            entry -> ABSENT.stream().noneMatch(entry::contains),
            "-Xlog:class+load",
            Train.class.getName(),
            folder.toString());

    assertThat(training.exitCode()).as(training.output()).isZero();
    assertThat(training.output()).contains("trained " + HexFormat.of().formatHex(bytes(whole())));
    assertThat(training.output().lines())
        .noneMatch(line -> line.contains("org.nd4j.linalg.factory."))
        .noneMatch(line -> line.contains("org.nd4j.linalg.api.ndarray.INDArray "));
  }

  /** Trains in the other JVM. */
  static final class Train {

    private Train() {}

    public static void main(String[] args) throws IOException {
      byte[] model = bytes(stoppedAndResumed(Path.of(args[0])));
      System.out.println("trained " + HexFormat.of().formatHex(model));
    }
  }
}
