package dev.segue.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.ListeningSession;
import dev.segue.Provenance;
import dev.segue.Song;
import dev.segue.lstm.network.LstmModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LstmModelTest {

  private static final Song OF_A_KNOWN_ARTIST =
      new Song("new 1", "", "Artist 3", List.of("tag 2", "tag of its own"));
  private static final Song OF_A_NEW_ARTIST = new Song("new 2", "", "Artist of its own", List.of());
  private static final List<Song> NEW = List.of(OF_A_KNOWN_ARTIST, OF_A_NEW_ARTIST);

  static Stream<LstmRecommender> recommenders() {
    return Stream.of(
        RandomLstm.of(1),
        RandomLstm.described(song -> new float[] {song.id().length(), 1}, 2, 1),
        RandomLstm.withoutFeatures(1));
  }

  private static LstmRecommender recommender(LstmModel model) {
    return LstmRecommender.of(
        model.catalogue(),
        model.features(),
        model.networks(),
        model.description(),
        Provenance.unknown());
  }

  private static LstmRecommender larger(LstmRecommender recommender) {
    return recommender(recommender.model().withRows(NEW, song -> new float[0]));
  }

  private static List<Float> scores(LstmRecommender recommender, int songs) {
    ListeningSession session = recommender.newSession().play("song3").play("song7");
    return IntStream.range(0, songs).mapToObj(session.scores()::get).toList();
  }

  @ParameterizedTest
  @MethodSource("recommenders")
  void songs_keepTheirPlacesAndScores(LstmRecommender before) {
    LstmRecommender larger = larger(before);

    assertThat(larger.catalogue().songs().subList(0, 60)).isEqualTo(before.catalogue().songs());
    assertThat(larger.catalogue().songs().subList(60, 62)).isEqualTo(NEW);
    assertThat(scores(larger, 60)).isEqualTo(scores(before, 60));
  }

  @Test
  void newSongs_beginAsThoseThatAreAddedInService() {
    LstmRecommender before = RandomLstm.of(1);

    assertThat(scores(larger(before), 62)).isEqualTo(scores(before.withSongs(NEW), 62));
  }

  @Test
  void newArtistsAndTags_haveRowsOfTheirOwn_beforeTheVectors() {
    LstmModel before =
        RandomLstm.described(song -> new float[] {song.id().length(), 1}, 2, 1).model();
    LstmModel larger = before.withRows(NEW, song -> new float[] {0.5f, 0.25f});
    List<String> names = before.features().names();

    assertThat(larger.features().names())
        .isEqualTo(
            Stream.of(
                    names.subList(0, names.size() - 2),
                    List.of("tag:tag of its own", "artist:artist of its own"),
                    List.of("vector:0", "vector:1"))
                .flatMap(List::stream)
                .toList());
    assertThat(larger.architecture().features().get(61).weights())
        .as("of its artist, and its vector")
        .containsExactly(1, 0.5f, 0.25f);
  }

  @Test
  void vectors_ofAnotherLength_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RandomLstm.of(1).model().withRows(NEW, song -> new float[] {1}))
        .withMessage("the vector of song 'new 1' must have 0 values, but has 1");
  }

  @Test
  void newSongs_areThoseWithoutRowsOfTheirOwn() {
    LstmModel larger = RandomLstm.of(1).model().withRows(NEW, song -> new float[0]);
    boolean[] expected = new boolean[62];
    Arrays.fill(expected, 60, 62, true);

    assertThat(larger.newSongs()).isEqualTo(expected);
  }
}
