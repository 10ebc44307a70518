package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.Playlist;
import dev.segue.Scores;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmEnsemble;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.lstm.network.LstmState;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Serving against numbers computed elsewhere. */
class LstmNetworkTest {

  private final GoldenLstm golden = new GoldenLstm();
  private final LstmEnsemble network =
      new LstmEnsemble(
          List.of(
              LstmNetwork.of(
                  Architecture.plain(7, 4, List.of(5, 5)),
                  (name, shape) -> {
                    double[] values = golden.tensor(name.replace("lstm.", "lstm"), "parameters");
                    assertThat(values).hasSize(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
                    return floats(values);
                  })));

  @Test
  void scores_golden() {
    for (int p = 0; p < golden.playlists().size(); p++) {
      Playlist playlist = golden.playlists().get(p);
      List<LstmState> state = network.start();
      for (int position = 0; position < playlist.transitions(); position++) {
        network.step(playlist.song(position), state);
        float[][] scores = new float[1][network.songs()];
        network.scores(new LstmState[][] {{state.get(0)}}, 1, scores);

        List<?> expected =
            (List<?>) ((List<?>) golden.list("logProbabilities").get(p)).get(position);
        for (int song = 0; song < network.songs(); song++) {
          assertThat(Scores.of(scores[0]).logProbability(song))
              .isCloseTo(((Number) expected.get(song)).doubleValue(), within(1e-5));
        }
      }
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
