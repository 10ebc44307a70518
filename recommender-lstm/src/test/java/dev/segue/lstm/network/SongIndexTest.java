package dev.segue.lstm.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Provenance;
import dev.segue.Recommendation;
import dev.segue.Song;
import dev.segue.lstm.LstmRecommender;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class SongIndexTest {

  private static final int SONGS = 4000;
  private static final int SIZE = 12;

  private final Random random = new Random(5);
  private final float[][] centres =
      IntStream.range(0, 80).mapToObj(i -> near(new float[SIZE], 1)).toArray(float[][]::new);

  /** Songs around centres, of log-normal norms; each moves its own score by the first weight. */
  private LstmNetwork network(float moved) {
    Architecture architecture =
        new Architecture(
            SONGS,
            List.of(),
            0,
            SIZE,
            List.of(SIZE),
            false,
            true,
            Recency.of(5, 0, false, SONGS, new int[0]),
            false,
            false,
            Optional.empty());
    return LstmNetwork.of(
        architecture,
        (name, shape) ->
            switch (name) {
              case "embedding" -> RowMatrix.join(songs());
              case "recency" -> new float[] {moved, 0, 0, 0, 0};
              default -> values(IntStream.of(shape).reduce(1, (a, b) -> a * b), 0.5f);
            });
  }

  private float[][] songs() {
    float[][] songs = new float[SONGS][];
    for (int song = 0; song < SONGS; song++) {
      songs[song] = near(centres[random.nextInt(centres.length)], 0.3f);
      float norm = (float) Math.exp(0.5 * random.nextGaussian());
      for (int i = 0; i < SIZE; i++) {
        songs[song][i] *= norm;
      }
    }
    return songs;
  }

  private float[] near(float[] centre, float spread) {
    float[] vector = values(SIZE, spread);
    for (int i = 0; i < SIZE; i++) {
      vector[i] += centre[i];
    }
    return vector;
  }

  private float[] values(int length, float scale) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = scale * (float) random.nextGaussian();
    }
    return values;
  }

  private LstmRecommender recommender(int networks, float moved) {
    Catalogue catalogue =
        Catalogue.of(IntStream.range(0, SONGS).mapToObj(i -> Song.of("song" + i)).toList());
    List<LstmNetwork> all = new ArrayList<>();
    IntStream.range(0, networks).forEach(i -> all.add(network(moved)));
    return LstmRecommender.of(catalogue, SongFeatures.none(), all, Map.of(), Provenance.unknown());
  }

  @Test
  void recommend_withIndex_missesLittle() {
    LstmRecommender exact = recommender(1, 0);
    LstmRecommender indexed = exact.withIndex(200);
    int hits = 0;
    for (int listener = 0; listener < 200; listener++) {
      List<String> heard = random.ints(3, 0, SONGS).mapToObj(song -> "song" + song).toList();
      List<Recommendation> best = exact.recommend(heard, 10);
      List<Recommendation> found = indexed.recommend(heard, 10);
      hits += (int) found.stream().filter(best::contains).count();
      assertThat(found).hasSize(10);
    }
    assertThat(hits / 2000.0).isGreaterThan(0.95);
  }

  @Test
  void recommend_withIndex_songMovedByWhatWasHeard_isFound() {
    LstmRecommender indexed = recommender(1, 1000).withIndex(10);
    for (int song = 0; song < 50; song++) {
      assertThat(indexed.newSession().play("song" + song).recommend(1))
          .extracting(each -> each.song().id())
          .containsExactly("song" + song);
    }
  }

  @Test
  void recommend_withIndex_moreThanItFinds_isExact() {
    LstmRecommender exact = recommender(1, 0);
    List<String> heard = List.of("song1", "song2");
    assertThat(exact.withIndex(10).recommend(heard, 11)).isEqualTo(exact.recommend(heard, 11));
  }

  @Test
  void recommend_parallel_isTheSame() {
    LstmRecommender exact = recommender(1, 1);
    List<String> heard = List.of("song1", "song2");
    LstmRecommender parallel = exact.parallel();
    ListeningSession session = exact.newSession().play("song1").play("song2");
    // The first lists are made without the ranking, while it is being built; the last ones long
    // after.
    for (long end = System.nanoTime() + 500_000_000; System.nanoTime() < end; ) {
      List<Recommendation> best = session.scores().best(20, exact.catalogue());
      assertThat(exact.recommend(heard, 20)).isEqualTo(best);
      assertThat(parallel.recommend(heard, 20)).isEqualTo(best);
    }
  }

  @Test
  void withIndex_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recommender(1, 0).withIndex(0))
        .withMessage("candidates must be > 0, was 0");
    assertThatIllegalStateException()
        .isThrownBy(() -> recommender(2, 0).withIndex(10))
        .withMessage("an index needs a recommender of one network, but this one has 2");
  }
}
