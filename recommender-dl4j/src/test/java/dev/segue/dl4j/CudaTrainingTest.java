package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.DatasetSplit;
import dev.segue.Provenance;
import dev.segue.cuda.TestDevice;
import dev.segue.datasets.SyntheticStation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;

/** Whole trainings on a device. */
@Tag("slow")
class CudaTrainingTest {

  private static final DatasetSplit STATION =
      SyntheticStation.of(40, 50, 1).split(0.8, 0.1, 0.1, 1);

  /** The default's in all but size. */
  private static Hyperparameters settings(OptionalInt negatives, long seed) {
    Hyperparameters defaults = Hyperparameters.DEFAULTS;
    Hyperparameters.Optimisation optimisation =
        defaults.optimisation().optimiser(new Adam(0.01)).unroll(8);
    return new Hyperparameters(
        defaults.network().embeddingSize(12).hiddenSize(12),
        defaults.songs().recency(9).artistRecency(5),
        defaults.time(),
        defaults.regularisation(),
        negatives.isPresent() ? optimisation.sampledSoftmax(negatives.getAsInt()) : optimisation,
        defaults.run().epochs(1).batching(Batching.similarLength(200)).seed(seed));
  }

  private static byte[] model(OptionalInt negatives, long seed) throws IOException {
    Hyperparameters settings = settings(negatives, seed);
    try (TrainingDevice device = new CudaTrainingDevice(TestDevice.open())) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new TrainingRun(
              settings,
              Optional.empty(),
              List.of(),
              TrainingData.of(
                  STATION.training(), Optional.of(STATION.validation()), settings.songs()),
              Provenance.unknown(),
              device)
          .train()
          .save(out);
      return out.toByteArray();
    }
  }

  @Test
  void sameSeed_sameBits() throws IOException {
    byte[] model = model(OptionalInt.empty(), 1);

    assertThat(model(OptionalInt.empty(), 1)).isEqualTo(model);
    assertThat(model(OptionalInt.empty(), 2)).isNotEqualTo(model);
  }

  @Test
  void sameSeed_sameBits_ofASampledSoftmax() throws IOException {
    assertThat(model(OptionalInt.of(9), 1)).isEqualTo(model(OptionalInt.of(9), 1));
  }
}
