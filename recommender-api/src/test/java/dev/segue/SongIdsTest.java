package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SongIdsTest {

  /** Texts of ten letters that all have one hash: "Aa" and "BB" have the same. */
  private static List<String> ofOneHash() {
    List<String> texts = List.of("");
    for (int i = 0; i < 5; i++) {
      texts = texts.stream().flatMap(text -> Stream.of(text + "Aa", text + "BB")).toList();
    }
    return texts;
  }

  private static SongIds of(List<String> ids) {
    return new SongIds(ids.stream().map(Song::of).toList());
  }

  @Test
  void ids_ofOneHashAndOfMany_areFound() {
    List<String> ids = new ArrayList<>(ofOneHash());
    assertThat(ids.stream().mapToInt(String::hashCode).distinct().count()).isEqualTo(1);
    IntStream.range(0, 1000).forEach(i -> ids.add("song " + i));
    SongIds index = of(ids);
    for (int song = 0; song < ids.size(); song++) {
      assertThat(index.find(ids.get(song))).isEqualTo(song);
    }
    assertThat(index.find("AaAaAaAaA")).isNegative();
    assertThat(index.find("AaAaAaAa" + "C\"")).as("of their hash").isNegative();
    assertThat(index.find("song 1000")).isNegative();
    assertThat(of(List.of()).find("a")).isNegative();
  }

  @Test
  void idTwice_isRefused_thatOfTheFirstSongThatRepeatsOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(List.of("b", "a", "c", "a", "b", "a")))
        .withMessage("song ids must differ, but songs 1 and 3 are both 'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(List.of("Aa", "BB", "BB", "Aa")))
        .withMessage("song ids must differ, but songs 1 and 2 are both 'BB'");
  }
}
