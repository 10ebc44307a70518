package dev.segue.lstm.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A network of one cell, worked out by hand. */
class LstmNetworkTest {

  /** Gates are in the order input, forget, output, candidate. */
  private static final Map<String, float[]> TENSORS =
      Map.of(
          "embedding", new float[] {0.5f, -1},
          "lstm.0.W", new float[] {1, 2, -1, 0.5f},
          "lstm.0.U", new float[] {0.25f, -0.5f, 1, 2},
          "lstm.0.b", new float[] {0.1f, 1, -0.2f, 0.3f},
          "output.W", new float[] {3, -2},
          "output.b", new float[] {0.7f, -0.4f});

  private final LstmNetwork network =
      LstmNetwork.of(
          Architecture.plain(2, 1, List.of(1)),
          (name, shape) -> Objects.requireNonNull(TENSORS.get(name), name));

  @Test
  void scores_afterTwoSongs() {
    LstmState state = network.start();
    network.step(HeardSong.of(1, false), state);
    network.step(HeardSong.of(0, false), state);

    // Song 1, of vector -1, comes to a cell whose state and output are 0.
    double c = sigmoid(-1 + 0.1) * Math.tanh(-0.5 + 0.3);
    double h = sigmoid(1 - 0.2) * Math.tanh(c);
    // Song 0, of vector 0.5, comes to that.
    double i = sigmoid(0.5 + 0.25 * h + 0.1);
    double f = sigmoid(2 * 0.5 - 0.5 * h + 1);
    double o = sigmoid(-0.5 + h - 0.2);
    c = f * c + i * Math.tanh(0.25 + 2 * h + 0.3);
    h = o * Math.tanh(c);

    assertThat(scores(state)[0]).isCloseTo((float) (3 * h + 0.7), within(1e-6f));
    assertThat(scores(state)[1]).isCloseTo((float) (-2 * h - 0.4), within(1e-6f));
  }

  @Test
  void start_scoresAreTheBiases() {
    assertThat(scores(network.start())).containsExactly(0.7f, -0.4f);
  }

  @Test
  void forget_untied_leavesTheSongNeitherVectorNorWeights() {
    LstmNetwork forgot = network.forget(new boolean[] {false, true});
    LstmState state = forgot.start();
    assertThat(scores(forgot, state)).as("the bias of new songs").containsExactly(0.7f, 0.7f);

    forgot.step(HeardSong.of(1, false), state);
    forgot.step(HeardSong.of(0, false), state);

    // Song 1 has the vector 0 now, as no input; song 0 is as before.
    double c = sigmoid(0.1) * Math.tanh(0.3);
    double h = sigmoid(-0.2) * Math.tanh(c);
    double i = sigmoid(0.5 + 0.25 * h + 0.1);
    double f = sigmoid(2 * 0.5 - 0.5 * h + 1);
    double o = sigmoid(-0.5 + h - 0.2);
    c = f * c + i * Math.tanh(0.25 + 2 * h + 0.3);
    h = o * Math.tanh(c);
    assertThat(scores(forgot, state)[0]).isCloseTo((float) (3 * h + 0.7), within(1e-6f));
    assertThat(scores(forgot, state)[1]).as("whatever was heard").isEqualTo(0.7f);
    assertThat(scores(network, network.start())).as("the network").containsExactly(0.7f, -0.4f);
  }

  private float[] scores(LstmState state) {
    return scores(network, state);
  }

  private static float[] scores(LstmNetwork network, LstmState state) {
    float[][] scores = new float[1][2];
    network.scorer().scores(new LstmState[] {state}, new MemoryFeatures[1], 1, scores);
    return scores[0];
  }

  private static double sigmoid(double value) {
    return 1 / (1 + Math.exp(-value));
  }
}
