package dev.segue.datasets.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TagListTest {

  @Test
  void separator_isTheSameForTheWholeColumn() {
    List<String> values = List.of("rock, slow|new wave", "folk; old, new");

    assertThat(TagList.of(values).read(values.get(0))).containsExactly("rock, slow", "new wave");
    assertThat(TagList.of(values).read(values.get(1))).containsExactly("folk; old, new");
    assertThat(TagList.of(values.subList(1, 2)).read(values.get(1)))
        .containsExactly("folk", "old, new");
  }

  @Test
  void whatIsMissing_orThereTwice_isLeftOut() {
    assertThat(new TagList(',').read("rock,, nan,rock")).containsExactly("rock");
    assertThat(new TagList(',').read("['rock', \"it's\"]")).containsExactly("rock", "it's");
    assertThat(new TagList(',').read("")).isEmpty();
  }
}
