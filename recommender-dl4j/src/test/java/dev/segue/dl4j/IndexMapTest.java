package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.lstm.network.Recency;
import org.junit.jupiter.api.Test;

class IndexMapTest {

  private final IndexMap map = new IndexMap(10);

  @Test
  void indices_followFirstAppearance() {
    assertThat(map.indices(new int[] {7, 3, 7, 9})).containsExactly(0, 1, 0, 2);
    assertThat(map.keys()).containsExactly(7, 3, 9);
  }

  @Test
  void find_unknownKeys() {
    map.indices(new int[] {7, 3});

    assertThat(map.find(new int[] {3, 4, -1})).containsExactly(1, -1, -1);
  }

  @Test
  void clear_forgetsAll() {
    map.indices(new int[] {7, 3});
    map.clear();

    assertThat(map.find(new int[] {7})).containsExactly(-1);
    assertThat(map.indices(new int[] {3})).containsExactly(0);
  }

  @Test
  void restrict_someSongs_haveNewGroupIndices() {
    Recency artists = new Recency(Recency.Group.ARTIST, 2, new int[] {0, 1, -1, 0});

    Recency some = map.restrict(artists, new int[] {3, 2, 1, 0});

    assertThat(some.groupOf()).containsExactly(0, -1, 1, 0);
    assertThat(some.members(2)).as("of the first two").isDeepEqualTo(new int[][] {{0}, {}});
  }
}
