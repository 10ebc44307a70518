package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.PlaylistDataset;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Compares gradients with finite differences of the loss, which is computed here in another way.
 */
class FollowerSoftmaxTest {

  private static final int SONGS = 7;
  private static final int DIMENSIONS = 5;
  private static final float SCALE = 0.25f;

  private static final Transitions TRANSITIONS =
      Transitions.count(
          PlaylistDataset.of(
              List.of(
                  List.of("a", "b", "c", "d", "e", "f", "g"),
                  List.of("a", "b", "a", "c", "a", "b", "e", "g", "a"))),
          1,
          1,
          false);

  private final float[] exits = random(SONGS * DIMENSIONS, 1);
  private final float[] entries = random(SONGS * DIMENSIONS, 2);
  private final float[] offsets = random(SONGS, 3);
  private final int[] batch = {0, 1, 4, 2, 6};

  private static float[] random(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return values;
  }

  private double loss() {
    double loss = 0;
    for (int song : batch) {
      double[] scores = new double[SONGS];
      double sum = 0;
      for (int next = 0; next < SONGS; next++) {
        scores[next] = offsets[next];
        for (int k = 0; k < DIMENSIONS; k++) {
          scores[next] += 2.0 * exits[song * DIMENSIONS + k] * entries[next * DIMENSIONS + k];
        }
        sum += Math.exp(scores[next]);
      }
      for (int next = 0; next < SONGS; next++) {
        double count = TRANSITIONS.share(song, next) * TRANSITIONS.total(song);
        loss += SCALE * count * (Math.log(sum) - scores[next]);
      }
    }
    return loss;
  }

  private double slope(float[] values, int at) {
    float value = values[at];
    values[at] = value + 1e-2f;
    double above = loss();
    values[at] = value - 1e-2f;
    double below = loss();
    values[at] = value;
    return (above - below) / 2e-2;
  }

  @Test
  void gradientsAreSlopes() {
    float[][] columns = new float[DIMENSIONS][SONGS];
    for (int i = 0; i < entries.length; i++) {
      columns[i % DIMENSIONS][i / DIMENSIONS] = entries[i];
    }
    FollowerSoftmax softmax = new FollowerSoftmax(SONGS, DIMENSIONS, batch.length);
    softmax.computeGradients(batch, TRANSITIONS, exits, entries, columns, offsets, SCALE);
    assertThat(softmax.loss()).isEqualTo(loss(), within(1e-5));
    for (int k = 0; k < DIMENSIONS; k++) {
      for (int row = 0; row < batch.length; row++) {
        assertThat(softmax.exitGradient(row)[k])
            .isCloseTo((float) slope(exits, batch[row] * DIMENSIONS + k), within(2e-4f));
      }
      for (int song = 0; song < SONGS; song++) {
        assertThat(softmax.entryGradient()[k][song])
            .isCloseTo((float) slope(entries, song * DIMENSIONS + k), within(2e-4f));
      }
    }
    for (int song = 0; song < SONGS; song++) {
      assertThat(softmax.offsetGradient()[song])
          .isCloseTo((float) slope(offsets, song), within(2e-4f));
    }
  }
}
