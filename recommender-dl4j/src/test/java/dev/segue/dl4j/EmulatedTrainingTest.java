package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.DatasetSplit;
import dev.segue.EpochReport;
import dev.segue.Provenance;
import dev.segue.TrainingListener;
import dev.segue.checkpoint.Checkpointing;
import dev.segue.cuda.EmulatedDevice;
import dev.segue.datasets.SyntheticStation;
import dev.segue.lstm.LstmRecommender;
import dev.segue.lstm.network.Architecture;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;

/** Whole trainings on an emulated GPU, with all that the default has. */
@Tag("slow")
@Tag("once")
class EmulatedTrainingTest {

  /** Besides the tests, whose class runs there: no backend, no Deeplearning4j, no natives. */
  private static final List<String> ABSENT =
      List.of("nd4j-native", "nd4j-cuda", "nd4j-presets", "deeplearning4j", "bytedeco");

  @TempDir private Path folder;

  @BeforeAll
  static void compiler() {
    assumeTrue(EmulatedDevice.isThere(), "g++ is needed to emulate a GPU");
  }

  private static final TrainingArchitecture PLAIN =
      TrainingArchitecture.of(Architecture.plain(1000, 16, List.of(16)));

  private static final Hyperparameters SETTINGS =
      new Hyperparameters(
          Hyperparameters.DEFAULTS.network().embeddingSize(8).hiddenSize(8),
          Hyperparameters.DEFAULTS.songs().recency(5).artistRecency(3),
          Hyperparameters.DEFAULTS.time(),
          Hyperparameters.DEFAULTS.regularisation().dropout(0.2).weightAveraging(0.9),
          Hyperparameters.DEFAULTS.optimisation().optimiser(new Adam(0.01)).unroll(5),
          Hyperparameters.DEFAULTS.run().epochs(2));

  private static DatasetSplit station() {
    return SyntheticStation.of(40, 80, 1).split(0.8, 0.1, 0.1, 1);
  }

  private static final Hyperparameters THREE =
      new Hyperparameters(
          SETTINGS.network(),
          SETTINGS.songs(),
          SETTINGS.time(),
          SETTINGS.regularisation(),
          SETTINGS.optimisation(),
          SETTINGS.run().ensemble(3));

  private static final TrainingListener NONE = report -> TrainingListener.Decision.CONTINUE;

  private static LstmRecommender train(
      TrainingDevice device, Optional<Checkpointing> checkpointing, TrainingListener listener) {
    return train(SETTINGS, device, checkpointing, listener);
  }

  private static LstmRecommender train(
      Hyperparameters settings,
      TrainingDevice device,
      Optional<Checkpointing> checkpointing,
      TrainingListener listener) {
    DatasetSplit split = station();
    return new TrainingRun(
            settings,
            checkpointing,
            List.of(listener),
            TrainingData.of(split.training(), Optional.of(split.validation()), settings.songs()),
            Provenance.unknown(),
            device)
        .train();
  }

  private static LstmRecommender whole(TrainingListener listener) {
    try (TrainingDevice gpu = new CudaTrainingDevice(new EmulatedDevice())) {
      return train(gpu, Optional.empty(), listener);
    }
  }

  private static byte[] bytes(LstmRecommender recommender) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    recommender.save(out);
    return out.toByteArray();
  }

  @Test
  void training_learnsAsOnTheCpu() throws IOException {
    List<EpochReport> onGpu = new ArrayList<>();
    LstmRecommender recommender =
        whole(
            report -> {
              onGpu.add(report);
              return TrainingListener.Decision.CONTINUE;
            });
    List<EpochReport> onCpu = new ArrayList<>();
    try (TrainingDevice cpu = new Dl4jDevice(1)) {
      train(
          cpu,
          Optional.empty(),
          report -> {
            onCpu.add(report);
            return TrainingListener.Decision.CONTINUE;
          });
    }

    assertThat(onGpu).hasSameSizeAs(onCpu);
    for (int epoch = 0; epoch < onCpu.size(); epoch++) {
      assertThat(onGpu.get(epoch).trainingLoss())
          .isCloseTo(onCpu.get(epoch).trainingLoss(), within(0.05));
      assertThat(onGpu.get(epoch).validationLogLikelihood().orElseThrow())
          .isCloseTo(onCpu.get(epoch).validationLogLikelihood().orElseThrow(), within(0.05));
    }
    Path file = folder.resolve("model.segue");
    recommender.save(file);
    assertThat(ModelFile.read(file).text("training.device")).isEqualTo("emulated GPU");
  }

  @Test
  void networksAtOnce_areAsManyAsHaveMemory() {
    long memory = CudaTrainingDevice.memory(PLAIN);

    assertThat(networksAtOnce(3 * memory)).isEqualTo(3);
    assertThat(networksAtOnce(3 * memory - 1)).isEqualTo(2);
    assertThat(networksAtOnce(memory - 1)).isEqualTo(1);
    assertThat(networksAtOnce(100 * memory)).isEqualTo(8);
  }

  private static int networksAtOnce(long freeMemory) {
    try (TrainingDevice gpu = new CudaTrainingDevice(new EmulatedDevice(freeMemory))) {
      return gpu.networksAtOnce(PLAIN);
    }
  }

  @Test
  void ensembleAtOnce_isThatOfOneAfterAnother() throws IOException {
    try (TrainingDevice gpu = new CudaTrainingDevice(new EmulatedDevice());
        TrainingDevice oneAtATime = new CudaTrainingDevice(new EmulatedDevice(1))) {
      assertThat(bytes(train(THREE, gpu, Optional.empty(), NONE)))
          .isEqualTo(bytes(train(THREE, oneAtATime, Optional.empty(), NONE)));
    }
  }

  @Test
  void resumedTraining_isBitForBitTheSame() throws IOException {
    assertResumesBitForBit(SETTINGS);
  }

  @Test
  void resumedEnsemble_isBitForBitTheSame() throws IOException {
    assertResumesBitForBit(THREE);
  }

  private void assertResumesBitForBit(Hyperparameters settings) throws IOException {
    Path checkpoint = folder.resolve("a.checkpoint");
    LstmRecommender resumed = null;
    for (int run = 0; resumed == null; run++) {
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
      try (TrainingDevice gpu = new CudaTrainingDevice(new EmulatedDevice())) {
        LstmRecommender recommender =
            train(
                settings,
                gpu,
                Optional.of(new Checkpointing(checkpoint, Duration.ofNanos(1), true)),
                stop);
        resumed = left[0] > 0 ? recommender : null;
      }
    }

    try (TrainingDevice oneAtATime = new CudaTrainingDevice(new EmulatedDevice(1))) {
      assertThat(bytes(resumed))
          .isEqualTo(bytes(train(settings, oneAtATime, Optional.empty(), NONE)));
    }
  }

  @Test
  void training_needsNoBackend() throws IOException, InterruptedException {
    OtherJvm training =
        OtherJvm.run(
            Map.of(),
            entry -> ABSENT.stream().noneMatch(entry::contains),
            "-Xlog:class+load",
            Train.class.getName());

    assertThat(training.exitCode()).as(training.output()).isZero();
    assertThat(training.output())
        .contains(
            "trained "
                + HexFormat.of()
                    .formatHex(bytes(whole(report -> TrainingListener.Decision.CONTINUE))));
    assertThat(training.output().lines())
        .noneMatch(line -> line.contains("org.nd4j.linalg.factory."))
        .noneMatch(line -> line.contains("org.nd4j.linalg.api.ndarray.INDArray "));
  }

  /** Trains in the other JVM. */
  static final class Train {

    private Train() {}

    public static void main(String[] args) throws IOException {
      byte[] model = bytes(whole(report -> TrainingListener.Decision.CONTINUE));
      System.out.println("trained " + HexFormat.of().formatHex(model));
    }
  }
}
