package dev.segue.lstm.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.segue.Catalogue;
import dev.segue.ListenerMemory;
import dev.segue.Scores;
import dev.segue.Song;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SongRankingTest {

  @Property
  void best_isTheHeadOfAllScores(
      @ForAll @IntRange(min = 1, max = 3000) int songs,
      @ForAll @IntRange(min = 1, max = 70) int outputs,
      @ForAll @IntRange(min = 1, max = 30) int count,
      @ForAll @FloatRange(min = 0, max = 40) float norm,
      @ForAll boolean parallel,
      @ForAll long seed) {
    Random random = new Random(seed);
    Model model = new Model(songs, outputs, norm, random);
    for (int listener = 0; listener < 3; listener++) {
      LstmState heard = model.listener(random);
      MemoryFeatures memory = model.memory(random);
      float[][] scores = new float[1][songs];
      model.scorer.scores(new LstmState[] {heard}, new MemoryFeatures[] {memory}, 1, scores);

      int wanted = Math.min(count, songs);
      assertThat(model.ranking.best(heard, memory, wanted, parallel, model.catalogue))
          .isEqualTo(Scores.of(scores[0]).best(wanted, model.catalogue));
    }
  }

  @Test
  void best_scoreNotANumber() {
    Random random = new Random(1);
    Model model = new Model(20, 8, 1, random);
    LstmState heard = model.listener(random);
    heard.output()[3] = Float.NaN;
    assertThatIllegalStateException()
        .isThrownBy(
            () -> model.ranking.best(heard, model.memory(random), 3, false, model.catalogue))
        .withMessageContaining("must be a number, was NaN");
  }

  /** Songs of very different norms, some of no weight at all, some exactly alike. */
  private static final class Model {

    private final Catalogue catalogue;
    private final SongScorer scorer;
    private final SongRanking ranking;
    private final int outputs;

    Model(int songs, int outputs, float norm, Random random) {
      this.outputs = outputs;
      float[] vectors = new float[songs * outputs];
      float[] bias = new float[songs];
      for (int song = 0; song < songs; song++) {
        float size = song % 7 == 0 ? 0 : norm * (float) Math.exp(random.nextGaussian());
        bias[song] = random.nextInt(5) == 0 ? 0 : (float) random.nextGaussian();
        for (int output = 0; output < outputs; output++) {
          vectors[song * outputs + output] = size * (float) random.nextGaussian();
        }
        if (song % 5 == 4) {
          System.arraycopy(vectors, (song - 1) * outputs, vectors, song * outputs, outputs);
          bias[song] = bias[song - 1];
        }
      }
      List<Recency> recency =
          List.of(
              new Recency(Recency.Group.SONG, 3, IntStream.range(0, songs).toArray()),
              new Recency(
                  Recency.Group.ARTIST,
                  2,
                  IntStream.range(0, songs).map(song -> song % 11 - 1).toArray()));
      List<float[]> added = List.of(new float[] {-3, -1, 2}, new float[] {0.5f, -0.5f});
      catalogue =
          Catalogue.of(IntStream.range(0, songs).mapToObj(song -> Song.of("song" + song)).toList());
      MemoryWeights memory =
          new MemoryWeights(
              gaussian(MemoryFeatures.COUNT, random),
              IntStream.range(0, outputs)
                  .mapToObj(output -> gaussian(MemoryFeatures.COUNT, random))
                  .toArray(float[][]::new),
              gaussian(ClockRows.COUNT * MemoryFeatures.COUNT, random));
      float[][] weights = RowMatrix.transpose(vectors, songs);
      scorer = new SongScorer(weights, bias, new float[0], recency, added, memory);
      ranking = new SongRanking(scorer);
    }

    private static float[] gaussian(int size, Random random) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return values;
    }

    /** Of a listener who has played some songs within half a year. */
    MemoryFeatures memory(Random random) {
      ListenerMemory memory = ListenerMemory.of(catalogue);
      Instant time = Instant.parse("2024-10-22T00:00:00Z");
      for (int plays = random.nextInt(50); plays > 0; plays--) {
        time = time.plusSeconds((long) Math.exp(random.nextDouble() * 13));
        memory.play(random.nextInt(scorer.songs()), time);
      }
      MemoryFeatures features = new MemoryFeatures(false);
      features.read(memory, time.plusSeconds(random.nextInt(100_000)), Optional.of(ZoneOffset.UTC));
      return features;
    }

    LstmState listener(Random random) {
      float[] output = new float[outputs];
      for (int i = 0; i < outputs; i++) {
        output[i] = (float) Math.tanh(random.nextGaussian());
      }
      int songs = scorer.songs();
      int[] played = {random.nextInt(songs), random.nextInt(songs), -1};
      int[] artists = {played[0] % 11 - 1, -1};
      if (artists[0] >= (songs < 11 ? songs - 1 : 10)) {
        artists[0] = -1;
      }
      return new LstmState(new float[0][], new float[0][], output, new int[][] {played, artists});
    }
  }
}
