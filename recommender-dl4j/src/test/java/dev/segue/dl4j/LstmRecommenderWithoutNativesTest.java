package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.Provenance;
import dev.segue.RecommendationRules;
import dev.segue.Song;
import dev.segue.lstm.LstmRecommender;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.lstm.network.SongFeatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JVM whose class path has neither the trainer nor anything of Deeplearning4j or ND4J serves a
 * saved model.
 */
@Tag("slow")
class LstmRecommenderWithoutNativesTest {

  /** Besides the tests, whose class runs there. */
  private static final List<String> NEEDED =
      List.of("recommender-api", "recommender-lstm", "jackson-core", "jspecify", "test-classes");

  @TempDir private Path folder;

  @Test
  void load_recommendAndScore_withoutNd4j() throws IOException, InterruptedException {
    Path file = folder.resolve("model.segue");
    Random random = new Random(1);
    Catalogue catalogue =
        Catalogue.of(IntStream.range(0, 30).mapToObj(i -> Song.of("song" + i)).toList());
    LstmNetwork network =
        LstmNetwork.of(
            Architecture.plain(30, 4, List.of(5)),
            (name, shape) -> values(Arrays.stream(shape).reduce(1, (a, b) -> a * b), random));
    Map<String, String> settings =
        Map.of(
            "layers", "1",
            "embedding_size", "4",
            "hidden_size", "5",
            "tied_embeddings", "false",
            "residual", "false",
            "memory", "false",
            "clock", "none",
            "recency", "0",
            "artist_recency", "0",
            "ensemble", "1");
    LstmRecommender.of(
            catalogue, SongFeatures.none(), List.of(network), settings, Provenance.unknown())
        .save(file);

    OtherJvm serving =
        OtherJvm.run(
            Map.of(),
            entry -> NEEDED.stream().anyMatch(entry::contains),
            Serve.class.getName(),
            file.toString());

    assertThat(serving.exitCode()).as(serving.output()).isZero();
    assertThat(serving.output())
        .isEqualTo(
            Serve.serve(file)
                + "an index needs JVector: put io.github.jbellis:jvector:3.0.6 on the class path");
  }

  private static float[] values(int length, Random random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  /** Serves in the other JVM. */
  static final class Serve {

    private Serve() {}

    public static void main(String[] args) throws IOException {
      try {
        Class.forName("org.nd4j.linalg.factory.Nd4j");
        throw new AssertionError("ND4J must not be on the class path");
      } catch (ClassNotFoundException expected) {
        System.out.print(serve(Path.of(args[0])));
        try {
          LstmRecommender.load(Path.of(args[0])).withIndex(5);
        } catch (IllegalStateException e) {
          System.out.print(e.getMessage());
        }
      }
    }

    static String serve(Path file) throws IOException {
      LstmRecommender recommender = LstmRecommender.load(file);
      StringBuilder bulk = new StringBuilder();
      recommender.score(
          Stream.of(Playlist.of(7, 8)),
          (playlist, heard, scores) -> bulk.append(scores.get(3)).append(' '));
      ListeningSession session = recommender.newSession().play("song7").play("song8");
      RecommendationRules rules = RecommendationRules.none().noRepeats().diversity(0.5);
      return Stream.of(
              bulk,
              session.recommend(3),
              session.recommend(3, rules),
              session.continuation(3, rules),
              session.continuation(3, rules, 1.5, 42),
              session.logProbability("song1"),
              session.explain("song1").heard(),
              recommender.restore(session.snapshot()).recommend(2),
              recommender.parallel().recommend(List.of("song1"), 1),
              recommender.similarTo("song3", 2),
              recommender.recommendAll(Stream.of(Playlist.of(1, 2)), 2).toList())
          .map(Object::toString)
          .collect(Collectors.joining("\n"));
    }
  }
}
