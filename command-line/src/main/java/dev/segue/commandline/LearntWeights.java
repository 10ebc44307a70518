package dev.segue.commandline;

import dev.segue.ListenerMemory;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Weights of an LSTM's file that say by themselves what it has learnt, as docs/model-file.md
 * describes them; for several networks their mean. Immutable.
 */
final class LearntWeights {

  /** The ages of the last play that the memory tells apart. */
  static final int AGES = 64;

  static final int HOURS = 24;

  /** The rows of the clock: those of the hours, then days and minutes. */
  static final int CLOCK_ROWS = HOURS + 7 + 12;

  private static final int TRACES = ListenerMemory.HALF_LIVES.size();
  private static final int PROPORTIONS = 64;

  /** The first age ends at five quarters of this. */
  private static final float YOUNGEST_HOURS = 1f / 8;

  private static final double SECONDS = 3600;
  private static final int QUARTERS = 4;

  private final ModelFile file;

  LearntWeights(ModelFile file) {
    this.file = file;
  }

  /** A tensor, if the model has it; of all networks the mean. */
  Optional<float[]> mean(String tensor) throws IOException {
    List<String> names =
        file.tensorNames().stream()
            .filter(name -> name.replaceFirst("^network\\.[0-9]+\\.", "").equals(tensor))
            .toList();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    float[] mean = new float[file.floats(names.get(0), file.shape(names.get(0))).length];
    for (String name : names) {
      float[] values = file.floats(name, file.shape(name));
      for (int i = 0; i < mean.length; i++) {
        mean[i] += values[i] / names.size();
      }
    }
    return Optional.of(mean);
  }

  /** When an age begins, below which it is one less. */
  static Duration begin(int age) {
    double octave = Math.scalb(YOUNGEST_HOURS, age / QUARTERS);
    double hours = octave * (1 + (double) (age % QUARTERS) / QUARTERS);
    return Duration.ofMillis(Math.round(hours * SECONDS * 1000));
  }

  /** What a song that was played once adds to its score by the weights of its features. */
  static double addition(float[] weights, int first, Duration since) {
    double hours = since.toMillis() / 1000.0 / SECONDS;
    double sum = 0;
    for (int trace = 0; trace < TRACES; trace++) {
      double halfLife = ListenerMemory.HALF_LIVES.get(trace).toSeconds() / SECONDS;
      sum += weights[first + trace] * Math.log1p(Math.pow(2, -hours / halfLife));
    }
    int ages = first + TRACES;
    int pauses = ages + AGES;
    return sum
        + weights[ages + age(since)]
        + weights[pauses]
        + weights[pauses + PROPORTIONS]; // there was no pause before, nor one before that
  }

  private static int age(Duration since) {
    return IntStream.range(0, AGES).filter(age -> begin(age).compareTo(since) <= 0).max().orElse(0);
  }
}
