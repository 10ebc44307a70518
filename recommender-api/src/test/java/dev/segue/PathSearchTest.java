package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PathSearchTest {

  private static final int SONGS = 7;
  private static final RecommendationRules NONE = RecommendationRules.none();

  private static ListeningSession session(Random random) {
    List<Song> songs =
        IntStream.range(0, SONGS)
            .mapToObj(song -> new Song("song" + song, "", "Artist " + song % 3, List.of()))
            .toList();
    float[][] scores = new float[SONGS + 1][SONGS];
    for (float[] row : scores) {
      for (int song = 0; song < SONGS; song++) {
        row[song] = (float) (3 * random.nextGaussian());
      }
    }
    return BigramRecommender.of(Catalogue.of(songs), true, scores).newSession().play("song1");
  }

  /** The log-probabilities of songs, one after the other. */
  private static List<Double> logProbabilities(ListeningSession session, List<Song> songs) {
    ListeningSession listener = session.copy();
    List<Double> each = new ArrayList<>();
    for (Song song : songs) {
      each.add(listener.logProbability(song.id()));
      listener.play(song);
    }
    return each;
  }

  private static double sum(ListeningSession session, List<Song> songs) {
    return logProbabilities(session, songs).stream().mapToDouble(each -> each).sum();
  }

  private static List<Song> songs(List<Recommendation> path) {
    return path.stream().map(Recommendation::song).toList();
  }

  @Property
  void threeSongs_areTheBestOfAll(@ForAll long seed) {
    ListeningSession session = session(new Random(seed));
    List<Song> all = session.recommender().catalogue().songs();
    Song end = all.get(5);
    double best =
        all.stream()
            .flatMap(one -> all.stream().map(two -> List.of(one, two, end)))
            .filter(path -> path.stream().distinct().count() == 3)
            .mapToDouble(path -> sum(session, path))
            .max()
            .orElseThrow();

    List<Song> path = songs(session.towards("song5", 3, NONE));

    assertThat(path).hasSize(3).doesNotHaveDuplicates().endsWith(end);
    assertThat(sum(session, path)).isCloseTo(best, within(1e-5));
    assertThat(session.heard()).extracting(Song::id).containsExactly("song1");
  }

  @Property
  void eachSong_hasItsLogProbability_andKeepsTheRules(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int steps) {
    ListeningSession session = session(new Random(seed));

    List<Recommendation> path = session.towards("song3", steps, NONE.artistGap(1).noRepeats());

    if (!path.isEmpty()) { // the rules may allow none
      List<Double> expected = logProbabilities(session, songs(path));
      assertThat(path).hasSize(steps);
      for (int step = 0; step < steps; step++) {
        assertThat(path.get(step).score()).isCloseTo(expected.get(step), within(1e-5));
      }
      List<Song> heard = new ArrayList<>(session.heard());
      for (Song song : songs(path).subList(0, steps - 1)) {
        assertThat(heard).doesNotContain(song);
        assertThat(heard.get(heard.size() - 1).artist()).isNotEqualTo(song.artist());
        heard.add(song);
      }
    }
  }

  @Property
  void wider_isNoWorse_ofThreeSongs(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int width) {
    ListeningSession session = session(new Random(seed));

    assertThat(sum(session, songs(PathSearch.of(session, "song2", 3, NONE, width))))
        .isLessThanOrEqualTo(sum(session, songs(session.towards("song2", 3, NONE))) + 1e-5);
  }

  @Test
  void oneStep_isTheEnd() {
    ListeningSession session = session(new Random(1));

    assertThat(session.towards("song1", 1, NONE.noRepeats()))
        .singleElement()
        .returns("song1", path -> path.song().id())
        .satisfies(
            path ->
                assertThat(path.score()).isCloseTo(session.logProbability("song1"), within(1e-5)));
  }

  @Test
  void rulesGiveWay_onlyIfNoSongPasses() {
    ListeningSession session = session(new Random(1));
    RecommendationRules only = NONE.only(List.of("song4"));

    assertThat(session.towards("song2", 3, only)).as("one song is not enough").isEmpty();
    List<Recommendation> path =
        session.towards("song2", 3, only.relaxing(RecommendationRules.Kind.ONLY));
    assertThat(path).hasSize(3);
    assertThat(path.get(0)).returns("song4", each -> each.song().id());
    assertThat(path.get(0).gaveWay()).isEmpty();
    assertThat(path.get(1).gaveWay()).containsExactly("only(\"song4\")");
  }

  @Test
  void badValues() {
    ListeningSession session = session(new Random(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.towards("song2", 0, NONE))
        .withMessage("steps must be > 0, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.towards("x", 2, NONE))
        .withMessage("songs must be in the catalogue of 7 songs, but these are not: x");
    ListeningSession ranked =
        BigramRecommender.of(Catalogue.of(List.of(Song.of("a"))), false, new float[1], new float[1])
            .newSession();
    assertThatThrownBy(() -> ranked.towards("a", 1, NONE))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("bigram ranks songs but defines no probabilities");
  }
}
