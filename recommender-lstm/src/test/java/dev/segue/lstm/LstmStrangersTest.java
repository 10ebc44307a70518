package dev.segue.lstm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.FileFormatException;
import dev.segue.ListeningSession;
import dev.segue.SessionHistory;
import dev.segue.SessionSnapshot;
import dev.segue.Song;
import dev.segue.model.ModelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models and snapshots that are sound, but not their numbers, are refused before they are used. */
class LstmStrangersTest {

  private static final LstmRecommender LSTM = RandomLstm.of(1);

  /** Two layers of 12 hidden numbers and 12 cells, then 10 outputs. */
  private static final int STATE = 2 * (12 + 12) + 10;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "embedding      | vectors of songs stay within 1.0E36, but they may be",
        "vectors        | vectors of songs stay within 1.0E36, but they may be",
        "features       | vectors of songs stay within 1.0E36, but they may be",
        "lstm.0.W       | gates stay within 1.0E36, but they may be",
        "lstm.0.U       | gates stay within 1.0E36, but they may be",
        "lstm.1.W       | gates stay within 1.0E36, but they may be",
        "lstm.1.b       | gates stay within 1.0E36, but they may be",
        "projection.W   | scores stay within 1.0E20, but they may be",
        "output.b       | scores stay within 1.0E20, but they may be",
        "output.new     | scores stay within 1.0E20, but they may be",
        "recency        | scores stay within 1.0E20, but they may be",
        "artist_recency | scores stay within 1.0E20, but they may be",
        "memory.b       | scores stay within 1.0E20, but they may be",
        "memory.W       | scores stay within 1.0E20, but they may be",
        "memory.clock   | scores stay within 1.0E20, but they may be",
      })
  void weightFromWhichSumsOverflow_isRefused(String tensor, String problem) throws IOException {
    ModelFile model = ModelFile.of(withLastNumber(tensor, -3e38f));
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(model::recommender)
        .withMessageStartingWith("model file in memory: weights must be so small that " + problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedding", "lstm.0.W", "lstm.1.U", "output.b", "memory.W", "recency"})
  void largeWeight_isLoaded_andGivesNumbers(String tensor) throws IOException {
    ListeningSession session =
        ModelFile.of(withLastNumber(tensor, 1e12f)).recommender().newSession();
    for (int song = 0; song < RandomLstm.SONGS; song++) {
      session.play("song" + song);
    }
    for (int song = 0; song < RandomLstm.SONGS; song++) {
      assertThat(session.scores().get(song)).isFinite();
    }
  }

  @Test
  void moreNamesOfFeaturesThanRows_areNotRead() throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ModelFile.builder("lstm")
        .catalogue(LSTM.catalogue())
        .bytes("features.names", "\n\r\n".getBytes(US_ASCII))
        .floats("features", new float[2], 2, 1)
        .write(written);
    ModelFile model = ModelFile.of(written.toByteArray());
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(model::recommender)
        .withMessage(
            "model file in memory: tensor 'features.names' must have a line for each of the 2 rows"
                + " of 'features', but has 3 line breaks");
  }

  @Test
  void manyFeaturesOfNoSize_areNotRead() throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ModelFile.builder("lstm")
        .catalogue(LSTM.catalogue())
        .bytes("features.names", new byte[0])
        .floats("features", new float[250_001], 250_001, 1)
        .write(written);
    ModelFile model = ModelFile.of(written.toByteArray());
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(model::recommender)
        .withMessage(
            "model file in memory: embedding_size must be at least 8 with more than 250000"
                + " features, was 1");
  }

  private static byte[] withLastNumber(String changed, float value) throws IOException {
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    LSTM.save(saved);
    ModelFile model = ModelFile.of(saved.toByteArray());
    ModelFile.Builder copy = ModelFile.builder("lstm").catalogue(LSTM.catalogue());
    LSTM.description().forEach(copy::text);
    copy.bytes("features.names", model.bytes("features.names"));
    for (String tensor : model.tensorNames()) {
      if (!tensor.startsWith("catalogue.")
          && !tensor.contains(".names")
          && !tensor.contains("digests")) {
        int[] shape = model.shape(tensor);
        float[] values = model.floats(tensor, shape);
        if (tensor.equals(changed)) {
          values[values.length - 1] = value;
        }
        copy.floats(tensor, values, shape);
      }
    }
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    copy.write(written);
    return written.toByteArray();
  }

  @Test
  void stateThatSongsLeadTo_isRestored() {
    ListeningSession session = LSTM.newSession();
    for (int song = 0; song < RandomLstm.SONGS; song++) {
      session.play("song" + song).skip("song" + song, Duration.ZERO);
      assertThat(LSTM.restore(session.snapshot()).scores().get(0))
          .isEqualTo(session.scores().get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, STATE - 1, STATE + 1, 2 * STATE})
  void stateOfAnotherLength_isRefused(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LSTM.restore(snapshot(new float[length])))
        .withMessage("state in the snapshot must have 58 numbers, but has " + length);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1.01", // hidden
    "23, -1.01",
    "24, 2.01", // cells gain at most 1 a song
    "47, -2.01",
    "48, 1000", // outputs
  })
  void stateThatNoSongsLeadTo_isRefused(int place, float number) {
    float[] state = new float[STATE];
    state[place] = number;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LSTM.restore(snapshot(state)))
        .withMessageStartingWith("number of the state in the snapshot must be in -")
        .withMessageEndingWith(", was " + number);
  }

  /** The snapshot of somebody who has heard two songs. */
  private static byte[] snapshot(float[] state) {
    SessionHistory history = SessionHistory.of(LSTM.catalogue());
    history.play(Song.of("song1"));
    history.play(Song.of("song2"));
    return new SessionSnapshot(history, state).toBytes(LSTM);
  }
}
