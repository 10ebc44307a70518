package dev.segue.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.model.ModelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models whose file is sound, but not their content, such as strangers may write, are refused when
 * they are loaded, not when they are used.
 */
class StrangeModelsTest {

  /** Song a is followed by b and c, b by c, and c by nothing. */
  private static final PlaylistDataset PLAYLISTS =
      PlaylistDataset.of(
          PlaylistDataset.of(List.of(List.of("a", "b", "c"))).catalogue(),
          List.of(
              Playlist.of(0, 1, 2).withTimes("ann", 0, 60, 120),
              Playlist.of(0, 2).withTimes("ann", 90_000, 90_060)));

  private static final SequenceRecommender POPULARITY = Popularity.trainer().train(PLAYLISTS);
  private static final SequenceRecommender CHAIN = MarkovChain.trainer().train(PLAYLISTS);
  private static final SequenceRecommender LAGS = LagMixture.trainer().train(PLAYLISTS);
  private static final SequenceRecommender ITEMS = ItemKnn.trainer().train(PLAYLISTS);
  private static final SequenceRecommender SESSIONS =
      SessionKnn.builder(SessionKnn.Weighting.STAN)
          .halfLife(Duration.ofDays(1))
          .build()
          .train(PLAYLISTS);
  private static final SequenceRecommender VECTORS =
      Item2Vec.builder().dimensions(2).epochs(1).build().train(PLAYLISTS);
  private static final SequenceRecommender POINTS =
      LatentMarkovEmbedding.builder().dimensions(2).epochs(1).build().train(PLAYLISTS);

  @Test
  void theirOwnFiles_areLoaded() throws IOException {
    for (SequenceRecommender each :
        List.of(POPULARITY, CHAIN, LAGS, ITEMS, SESSIONS, VECTORS, POINTS)) {
      SequenceRecommender loaded = ModelFile.of(saved(each)).recommender();
      assertThat(loaded).hasToString(each.toString());
      assertThat(loaded.recommend(List.of("a"), 3)).isEqualTo(each.recommend(List.of("a"), 3));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.5, 0.75, -0.25 | in 0..1, but number 2 is -0.25",
        "0.5, 1.5, -1     | in 0..1, but number 1 is 1.5",
        "0.5, 0, 0.5      | > 0, but number 1 is 0",
        "0.5, 0.25, 0.5   | that sum to 1, but they sum to 1.25",
      })
  void probabilities_thatAreNone(String numbers, String problem) throws IOException {
    for (SequenceRecommender each : List.of(POPULARITY, CHAIN, LAGS, SESSIONS, POINTS)) {
      refused(
          Strange.of(each).floats("probabilities", floats(numbers)),
          "tensor 'probabilities' must hold numbers " + problem);
    }
  }

  @Test
  void weightsOfLags_thatAreNone() throws IOException {
    refused(
        Strange.of(LAGS).floats("weights", 1.5f, -.5f, 0, 0, 0, 0, 0, 0, 0, 0),
        "tensor 'weights' must hold numbers in 0..1, but number 0 is 1.5");
    refused(
        Strange.of(LAGS).floats("weights", 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        "tensor 'weights' must end with a number > 0, the popularity's");
    refused(
        Strange.of(LAGS).floats("weights", 0, 0, 0, 0, 0, 0, 0, 0, 0, .5f),
        "tensor 'weights' must hold numbers that sum to 1, but they sum to 0.5");
  }

  /** Of the chain, starts are 0, 2, 3, 3, followers 1, 2, 2 and counts 1, 1, 1. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "starts    | 0, 2, 3    | must hold 4 numbers, but holds 3",
        "starts    | 1, 2, 3, 3 | must begin with 0 and end with 3",
        "starts    | 0, 2, 3, 4 | must begin with 0 and end with 3",
        "starts    | 0, 3, 2, 3 | must rise by at least 0, but number 2 is 2 and follows 3",
        "followers | 1, 3, 2    | must hold numbers in 0..2, but number 1 is 3",
        "followers | 1, -1, 2   | must hold numbers in 0..2, but number 1 is -1",
        "followers | 2, 1, 2    | must hold those of song 0 in ascending order, but 1 follows 2",
        "followers | 2, 2, 2    | must hold those of song 0 in ascending order, but 2 follows 2",
        "counts    | 1, 1       | must hold 3 numbers, but holds 2",
        "counts    | 1, 0, 1    | must hold numbers in 1..2147483647, but number 1 is 0",
        "counts    | 1, 2147483647, 1 | must sum to at most 2147483647 for song 0, but sums to 2147483648",
      })
  void transitions_thatAreNone(String tensor, String numbers, String problem) throws IOException {
    int[] integers = Arrays.stream(numbers.split(", ")).mapToInt(Integer::parseInt).toArray();
    refused(
        Strange.of(CHAIN).bytes(tensor, Integers.bytes(integers)),
        "tensor '%s' %s".formatted(tensor, problem));
    refused(
        Strange.of(LAGS).bytes("lags.1-1." + tensor, Integers.bytes(integers)),
        "tensor 'lags.1-1.%s' %s".formatted(tensor, problem));
  }

  @Test
  void halfAnInteger() throws IOException {
    refused(
        Strange.of(CHAIN).bytes("counts", new byte[6]),
        "tensor 'counts' must hold whole numbers of 4 bytes each, but has 6 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "starts | 0, 4, 5    | must rise by at least 2, but number 2 is 5 and follows 4",
        "starts | 0, 3, 6    | must begin with 0 and end with 5",
        "songs  | 0, 1, 2, 0, 3 | must hold numbers in 0..2, but number 4 is 3",
      })
  void playlists_thatAreNone(String tensor, String numbers, String problem) throws IOException {
    int[] integers = Arrays.stream(numbers.split(", ")).mapToInt(Integer::parseInt).toArray();
    for (SequenceRecommender each : List.of(ITEMS, SESSIONS)) {
      refused(
          Strange.of(each).bytes("playlists." + tensor, Integers.bytes(integers)),
          "tensor 'playlists.%s' %s".formatted(tensor, problem));
    }
  }

  @Test
  void freshness_thatIsNone() throws IOException {
    refused(
        Strange.of(SESSIONS).floats("playlists.freshness", 1, -1),
        "tensor 'playlists.freshness' must hold numbers in 0..1, but number 1 is -1.0");
    refused(
        Strange.of(SESSIONS).text("half_life_seconds", "0"),
        "halfLife must be in PT1S..PT596523H14M7S, was PT0S");
  }

  @Test
  void vectors_ofAnotherLength() throws IOException {
    refused(
        Strange.of(VECTORS).floats("vectors", 1, 0, 0, 1, 3, 4),
        "tensor 'vectors' must hold vectors of length 1, but that of song 2 has 5.0");
    refused(
        Strange.of(VECTORS).floats("neighbour_vectors", 1, 0, 3, 0, 1, 4),
        "tensor 'neighbour_vectors' must hold vectors of length 1, but that of song 2 has 5.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"entry_points", "popularity"})
  void points_fromWhichScoresOverflow(String tensor) throws IOException {
    float[] numbers = new float[tensor.equals("popularity") ? 3 : 6];
    numbers[1] = -1e38f;
    refused(
        Strange.of(POINTS).floats(tensor, numbers),
        "tensors 'popularity', 'entry_points' and 'exit_points' must keep scores within 1.0E20, but"
            + " one may be ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log_linear | x       | text 'log_linear' must be true or false, was 'x'",
        "weights    | 1 NaN   | text 'weights' must be a number, was 'NaN'",
        "weights    | 1 -1.0  | weights must be >= 0 and not all 0, were [1.0, -1.0]",
        "weights    | 0x1p3 1 | text 'weights' must be a number, was '0x1p3'",
        "weights    | 1 2d    | text 'weights' must be a number, was '2d'",
        "weights    | \uff11 1   | text 'weights' must be a number, was '\uff11'",
        "weights    | 1 1e400 | text 'weights' must be a number, was '1e400'",
        "weights    | 1 1E400 | weights must be >= 0 and not all 0, were [1.0, Infinity]",
        "weights    | 1       | there must be one weight per part (2), but there are 1",
      })
  void settingsOfABlend_thatAreNone(String name, String text, String problem) throws IOException {
    refused(Strange.of(Blend.linear(POPULARITY, CHAIN)).text(name, text), problem);
  }

  @Test
  void weightsOfABlend_areReadAsTheyAreWritten() throws IOException {
    for (double weight : new double[] {0.010200921070930704, 1234.5678901234567, 1.0E-300, 5}) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Blend.logLinear(POPULARITY, CHAIN).weights(weight, 1).save(bytes);
      assertThat(ModelFile.of(bytes.toByteArray()).recommender())
          .hasToString(Blend.logLinear(POPULARITY, CHAIN).weights(weight, 1).toString());
    }
  }

  @Test
  void weightsOfALogLinearBlend_aboveAllSense() throws IOException {
    Blend blend = Blend.logLinear(POPULARITY, CHAIN);
    String problem = "weights of a log-linear blend must sum to at most 10000, but sum to 10000.5";

    refused(Strange.of(blend).text("weights", "10000 0.5"), problem);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> blend.weights(10_000, 0.5))
        .withMessage(problem);
  }

  private static float[] floats(String numbers) {
    String[] texts = numbers.split(", ");
    float[] floats = new float[texts.length];
    for (int i = 0; i < texts.length; i++) {
      floats[i] = Float.parseFloat(texts[i]);
    }
    return floats;
  }

  private static void refused(ModelFile.Builder strange, String problem) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    strange.write(bytes);
    ModelFile model = ModelFile.of(bytes.toByteArray());
    assertThatExceptionOfType(FileFormatException.class)
        .isThrownBy(model::recommender)
        .withMessageStartingWith("model file in memory: " + problem);
  }

  private static byte[] saved(SequenceRecommender recommender) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    recommender.save(bytes);
    return bytes.toByteArray();
  }

  /** A model file as a recommender saves it, but for one text or tensor. */
  private record Strange(ModelFile model) {

    static Strange of(SequenceRecommender recommender) throws IOException {
      return new Strange(ModelFile.of(saved(recommender)));
    }

    ModelFile.Builder text(String name, String value) throws IOException {
      return without(name).text(name, value);
    }

    ModelFile.Builder floats(String tensor, float... values) throws IOException {
      return without(tensor).floats(tensor, values, sameShape(tensor, values.length));
    }

    private int[] sameShape(String tensor, int length) throws IOException {
      int[] shape = model.shape(tensor);
      assertThat(Arrays.stream(shape).reduce(1, (one, other) -> one * other)).isEqualTo(length);
      return shape;
    }

    ModelFile.Builder bytes(String tensor, byte[] values) throws IOException {
      return without(tensor).bytes(tensor, values);
    }

    private ModelFile.Builder without(String name) throws IOException {
      ModelFile.Builder copy = ModelFile.builder(model.kind()).catalogue(model.catalogue());
      model.metadata().entrySet().stream()
          .filter(each -> !each.getKey().startsWith("segue.") && !each.getKey().equals(name))
          .forEach(each -> copy.text(each.getKey(), each.getValue()));
      for (String tensor : model.tensorNames()) {
        if (!tensor.equals(name) && !tensor.startsWith("catalogue.")) {
          copy(tensor, copy);
        }
      }
      return copy;
    }

    private void copy(String tensor, ModelFile.Builder copy) throws IOException {
      int[] shape = model.shape(tensor);
      try {
        copy.floats(tensor, model.floats(tensor, shape), shape);
      } catch (FileFormatException e) {
        copy.bytes(tensor, model.bytes(tensor));
      }
    }
  }
}
