package dev.segue.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.SequenceRecommender;
import dev.segue.spark.RecommenderParams.UnknownSongs;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** What one row's list is, in this process. */
class RowRecommendationTest {

  private static final SequenceRecommender POPULARITY = GoldenRecommenders.read("popularity");
  private static final String HEARD = POPULARITY.catalogue().song(0).id();

  private static List<String> list(String rules, String asked) throws IOException {
    long second = LocalDateTime.parse(asked).atZone(ZoneId.systemDefault()).toEpochSecond();
    RowRecommendation row =
        new RowRecommendation(
            new RowLists(
                GoldenRecommenders.opened(POPULARITY),
                POPULARITY.catalogue().size(),
                rules,
                UnknownSongs.FAIL,
                false),
            second);
    return Stream.of(
            row.call(CollectionConverters.asScala(List.of(HEARD)).toSeq(), null, null, null))
        .map(each -> each.getString(0))
        .toList();
  }

  /** The clock of the machine has nothing to do with it, so a repeated task gives the same. */
  @Test
  void time_isThatOfTheCall() throws IOException {
    String rules = "during(06:00-07:00: noRepeats())";

    assertThat(list(rules, "2026-11-29T06:30:00")).doesNotContain(HEARD);
    assertThat(list(rules, "2026-11-29T07:30:00")).contains(HEARD);
  }

  @Test
  void songs_withoutTimesAreHeardAtTheCall() throws IOException {
    assertThat(list("noRepeatWithin(1h)", "2020-01-01T00:00:00")).doesNotContain(HEARD);
  }
}
