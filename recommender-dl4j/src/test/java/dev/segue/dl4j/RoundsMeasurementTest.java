package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.DatasetSplit;
import dev.segue.EpochReport;
import dev.segue.TrainingListener;
import dev.segue.datasets.YesDataset;
import dev.segue.lstm.LstmRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What it costs a network in nats that workers share its training: the default settings on the
 * playlists of yes_big, by as many workers as {@code segue.rounds.workers} says, simulated one
 * after another; 0 for a training in one process. Several numbers are measured in turn. {@code
 * segue.rounds.ofEpoch} has another number of rounds in an epoch.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "segue.rounds.workers", matches = "[0-9]+(,[0-9]+)*")
class RoundsMeasurementTest {

  private static final int ROUNDS = Integer.getInteger("segue.rounds.ofEpoch", 0);
  private static final int EPOCHS = Integer.getInteger("segue.rounds.epochs", 20);

  /** Nats. */
  private static final double MOST_BEHIND = 0.06;

  /** The log-likelihood after the last epoch, by how many workers. */
  private final Map<Integer, Double> lasts = new HashMap<>();

  @Test
  void logLikelihoods() throws IOException {
    Path data = Path.of(System.getProperty("segue.shared", "../shared"), "data", "yes_big");
    assumeTrue(Files.exists(data), () -> "needs " + data);
    DatasetSplit split = YesDataset.readSplit(data);
    for (int workers :
        Arrays.stream(System.getProperty("segue.rounds.workers").split(","))
            .mapToInt(Integer::parseInt)
            .toArray()) {
      LstmTrainer trainer =
          LstmTrainer.builder().epochs(EPOCHS).patience(EPOCHS).listener(printing(workers)).build();
      LstmRecommender trained =
          workers == 0
              ? trainer.train(split.training(), split.validation())
              : new SimulatedWorkers(trainer, split.training(), workers)
                  .rounds(ROUNDS == 0 ? OptionalInt.empty() : OptionalInt.of(ROUNDS))
                  .train(split.training().catalogue(), Optional.of(split.validation()));
      assertThat(trained.catalogue().size()).isEqualTo(split.training().catalogue().size());
    }
    assertThat(behind(2)).isLessThan(MOST_BEHIND);
    assertThat(behind(4)).isLessThan(MOST_BEHIND);
  }

  /** How many nats some workers are behind one process after the last epoch, if both were asked. */
  private double behind(int workers) {
    return lasts.getOrDefault(0, Double.NEGATIVE_INFINITY) - lasts.getOrDefault(workers, 0.0);
  }

  private TrainingListener printing(int workers) {
    return new TrainingListener() {
      @Override
      public Decision onEpoch(EpochReport report) {
        System.out.printf(
            Locale.ROOT,
            "%d workers, epoch %d: log-likelihood %.4f, accuracy@10 %.4f, training loss %.4f, %d s%n",
            workers,
            report.epoch(),
            report.validationLogLikelihood().orElseThrow(),
            report.validationAccuracyAt10().orElseThrow(),
            report.trainingLoss(),
            report.trainingTime().toSeconds());
        lasts.put(workers, report.validationLogLikelihood().orElseThrow());
        return Decision.CONTINUE;
      }
    };
  }
}
