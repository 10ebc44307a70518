package dev.segue.datasets.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.Song;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SongResolverTest {

  /** Each play is a number: its tens are the name, its ones the identifier, 0 for none. */
  @Property
  void songs_areWhatIsConnectedByNamesAndIdentifiers(
      @ForAll @Size(max = 30) List<@IntRange(max = 99) Integer> plays) {
    SongResolver table = new SongResolver();
    int[] numbers =
        plays.stream()
            .mapToInt(
                play -> table.song(play % 10 == 0 ? "" : "m" + play % 10, "A", "t" + play / 10))
            .toArray();
    int[] songs = table.songs();

    int[] component = connected(plays);
    for (int one = 0; one < numbers.length; one++) {
      for (int other = 0; other < one; other++) {
        assertThat(songs[numbers[one]] == songs[numbers[other]])
            .as("plays %s and %s of %s", plays.get(one), plays.get(other), plays)
            .isEqualTo(component[one] == component[other]);
      }
    }
    assertThat((long) table.catalogue().size())
        .isEqualTo(IntStream.of(component).distinct().count());
  }

  /** Returns for each play the first one that it is connected to by shared names or identifiers. */
  private static int[] connected(List<Integer> plays) {
    int[] component = IntStream.range(0, plays.size()).toArray();
    for (int round = 0; round < plays.size(); round++) {
      for (int one = 0; one < component.length; one++) {
        for (int other = 0; other < component.length; other++) {
          int play = plays.get(one);
          int another = plays.get(other);
          boolean sameName = play / 10 == another / 10;
          boolean sameIdentifier = play % 10 == another % 10 && play % 10 != 0;
          if (sameName || sameIdentifier) {
            component[one] = Math.min(component[one], component[other]);
            component[other] = component[one];
          }
        }
      }
    }
    return component;
  }

  @Test
  void catalogue_holdsManySongsInTheOrderOfTheirAppearance() {
    SongResolver table = new SongResolver();
    for (int song = 0; song < 10_000; song++) {
      table.song("m" + song, "artist " + song % 7, "é" + song);
      table.song("", "artist " + song % 7, "é" + song);
    }

    assertThat(table.catalogue().songs())
        .hasSize(10_000)
        .element(9_999)
        .isEqualTo(new Song("m9999", "é9999", "artist 3", List.of()));
    assertThat(table.songs()).isEqualTo(IntStream.range(0, 10_000).toArray());
  }

  @Test
  void identifier_isTheFirstThatAnyPlayHad() {
    SongResolver table = new SongResolver();
    table.song("", "A", "a");
    table.song("m2", "A", "a");
    table.song("m1", "A", "a");

    assertThat(table.catalogue().song(0).id()).isEqualTo("m2");
  }

  @Test
  void song_ofBytesThatAreNoText() {
    SongResolver table = new SongResolver();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.song("", "A", ""))
        .withMessage("title must not be empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.song("", "A", "a\0"))
        .withMessage("must be text, but holds a NUL byte");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.song("A\ta", "B", "b"))
        .withMessage("identifier must not hold a tab");
    byte[] bytes = "A\u00E9".getBytes(UTF_8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.song(bytes, 0, 0, 0, 1, 1, 2))
        .withMessage("must be UTF-8 text, but is not");
  }
}
