package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Explanation.Influence;
import dev.segue.Explanation.Kind;
import dev.segue.Explanation.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {

  private final Song song = new Song("1", "Halo", "Beyonce", List.of("pop"));
  private final Song one = new Song("2", "One", "U2", List.of());
  private final Song two = new Song("3", "Two", "U2", List.of());
  private final Song three = new Song("4", "Three", "U2", List.of());

  private final Song four = new Song("5", "Four", "U2", List.of());
  private final Song five = new Song("6", "Five", "U2", List.of());

  @Test
  void sortsByWhatSpeaksMost_andNamesTwoOfEach() {
    Explanation explanation =
        new Explanation(
            song,
            List.of(
                new Influence(one, 3, 0.1),
                new Influence(two, 2, -1),
                new Influence(three, 1, 0.3),
                new Influence(three, 5, 0.2)),
            List.of(new Influence(four, 2, -1), new Influence(five, 0, 0.1)),
            List.of(
                new Part(Kind.TAG, "pop", 0.5),
                new Part(Kind.ARTIST, "beyonce", 1),
                new Part(Kind.POPULARITY, "", 3),
                new Part(Kind.TAG, "rock", 0.25)));
    assertThat(explanation.heard()).extracting(Influence::ago).containsExactly(1, 5, 3, 2);
    assertThat(explanation.skipped()).extracting(Influence::ago).containsExactly(0, 2);
    assertThat(explanation.parts())
        .extracting(Part::contribution)
        .containsExactly(3.0, 1.0, 0.5, 0.25);
    assertThat(explanation)
        .hasToString(
            "Because you heard Three - U2 and One - U2, and you skipped Five - U2, and your"
                + " listening suits Beyonce and the tag pop");
  }

  @Test
  void saysWhereNothingSpeaksForTheSong() {
    assertThat(new Explanation(song, List.of(new Influence(one, 1, -0.1)), List.of(), List.of()))
        .hasToString("Nothing that you heard speaks for it");
  }
}
