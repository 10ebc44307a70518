package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Catalogue;
import dev.segue.ListenerMemory;
import dev.segue.Song;
import dev.segue.lstm.network.MemoryFeatures;
import dev.segue.model.ModelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearntWeightsTest {

  private static final Instant PLAYED = Instant.parse("2024-06-03T08:00:00Z");

  private static float[] weights(int count) {
    Random random = new Random(1);
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return weights;
  }

  /** What the recommender itself makes of a song that was played once. */
  private static double byTheRecommender(float[] weights, Duration since) {
    ListenerMemory memory = ListenerMemory.of(Catalogue.of(List.of(Song.of("once"))));
    memory.play(0, PLAYED);
    MemoryFeatures features = new MemoryFeatures(false);
    features.read(memory, PLAYED.plus(since), Optional.empty());
    return features.score(0, weights);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PT3M", "PT10M", "PT1H", "PT74M", "PT75M", "PT24H", "P7D", "P100D", "P299D"})
  void addition_isThatOfTheRecommender(String since) {
    float[] weights = weights(MemoryFeatures.COUNT);
    Duration age = Duration.parse(since);

    assertThat(LearntWeights.addition(weights, 0, age))
        .isCloseTo(byTheRecommender(weights, age), within(5e-3)); // traces are kept in 16 bits
  }

  @Test
  void addition_readsARowOfTheClock() {
    float[] clock = weights(2 * MemoryFeatures.COUNT);
    float[] second = new float[MemoryFeatures.COUNT];
    System.arraycopy(clock, MemoryFeatures.COUNT, second, 0, second.length);
    Duration day = Duration.ofDays(1);

    assertThat(LearntWeights.addition(clock, MemoryFeatures.COUNT, day))
        .isEqualTo(LearntWeights.addition(second, 0, day))
        .isNotEqualTo(LearntWeights.addition(clock, 0, day));
  }

  @Test
  void ages_beginWhereTheFileSays() {
    assertThat(LearntWeights.begin(12)).isEqualTo(Duration.ofHours(1));
    assertThat(LearntWeights.begin(13)).isEqualTo(Duration.ofMinutes(75));
    assertThat(LearntWeights.begin(63)).isEqualTo(Duration.ofHours(7168));
  }

  @Test
  void mean_isThatOfAllNetworks() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelFile.builder("lstm")
        .floats("recency", new float[] {1, 2}, 2)
        .floats("network.1.recency", new float[] {3, -2}, 2)
        .floats("artist_recency", new float[] {9, 9}, 2)
        .write(bytes);
    LearntWeights learnt = new LearntWeights(ModelFile.of(bytes.toByteArray()));

    assertThat(learnt.mean("recency")).hasValueSatisfying(m -> assertThat(m).containsExactly(2, 0));
    assertThat(learnt.mean("memory.b")).isEmpty();
  }
}
