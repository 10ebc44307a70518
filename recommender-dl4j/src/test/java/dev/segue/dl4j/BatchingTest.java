package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.Playlist;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatchingTest {

  @Test
  void inOrder_keepsTheOrderAndTheLastSmallerBatch() {
    List<Playlist> playlists = playlists(List.of(3, 9, 2, 5, 4));

    assertThat(Batching.inOrder(2).batches(playlists, 20, new Random(1)))
        .containsExactly(playlists.subList(0, 2), playlists.subList(2, 4), playlists.subList(4, 5));
  }

  @Test
  void similarLength_putsLikeWithLike() {
    List<Playlist> playlists = playlists(List.of(2, 50, 2, 50, 2, 50, 2, 50));

    List<List<Playlist>> batches = Batching.similarLength(4).batches(playlists, 20, new Random(1));

    // Four short playlists have 4 transitions; of a long one only the first 20 count.
    assertThat(batches).extracting(List::size).containsExactlyInAnyOrder(4, 1, 1, 1, 1);
    assertThat(batches)
        .allSatisfy(batch -> assertThat(batch.stream().map(Playlist::size).distinct()).hasSize(1));
  }

  @Test
  void similarLength_takesSmallStepsOfSmallData() {
    assertThat(Batching.similarLength().size(40)).isEqualTo(50);
    assertThat(Batching.similarLength().size(20_000)).isEqualTo(200);
    assertThat(Batching.similarLength().size(1_000_000_000_000L)).isEqualTo(500);
  }

  @Test
  void similarLength_withANumber_takesIt_howeverSmallTheData() {
    assertThat(Batching.similarLength(7).size(1_000_000)).isEqualTo(7);
    assertThat(Batching.inOrder(8).size(1_000_000)).isEqualTo(8);
  }

  @Test
  void similarLength_ofADataset_makesBatchesOfItsSize() {
    List<Playlist> playlists = playlists(Collections.nCopies(100, 6)); // 500 transitions: 50 a step

    assertThat(Batching.similarLength().batches(playlists, 20, new Random(1)))
        .hasSize(10)
        .allSatisfy(batch -> assertThat(batch).hasSize(10));
  }

  @Test
  void text_isTheCallThatMakesIt() {
    assertThat(Batching.similarLength()).hasToString("similarLength()");
    assertThat(Batching.similarLength(500)).hasToString("similarLength(500)");
    assertThat(Batching.inOrder(100)).hasToString("inOrder(100)");
  }

  @Test
  void equality_isOfKindAndSize() {
    assertThat(Batching.inOrder(50))
        .isEqualTo(Batching.inOrder(50))
        .hasSameHashCodeAs(Batching.inOrder(50))
        .isNotEqualTo(Batching.inOrder(51))
        .isNotEqualTo(Batching.similarLength(50));
    assertThat(Batching.similarLength()).isNotEqualTo(Batching.similarLength(500));
  }

  @Test
  void inOrder_zero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batching.inOrder(0))
        .withMessage("playlists must be > 0, was 0");
  }

  @Test
  void similarLength_negative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batching.similarLength(-1))
        .withMessage("transitions must be > 0, was -1");
  }

  @Test
  void similarLength_changesWithEachEpoch() {
    List<Playlist> playlists = playlists(IntStream.range(2, 60).boxed().toList());
    Random random = new Random(1);

    assertThat(Batching.similarLength(50).batches(playlists, 20, random))
        .isNotEqualTo(Batching.similarLength(50).batches(playlists, 20, random));
  }

  @Property
  void batches_holdEveryPlaylistOnce(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 2, max = 60) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 100) int size,
      @ForAll boolean inOrder) {
    List<Playlist> playlists = playlists(sizes);
    Batching batching = inOrder ? Batching.inOrder(size) : Batching.similarLength(size);

    List<List<Playlist>> batches = batching.batches(playlists, 20, new Random(1));

    assertThat(batches).doesNotContain(List.of());
    assertThat(batches.stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(playlists);
  }

  /** Playlists of these sizes, no two alike. */
  private static List<Playlist> playlists(List<Integer> sizes) {
    int[] next = {0};
    return sizes.stream()
        .map(size -> Playlist.of(IntStream.range(next[0], next[0] += size).toArray()))
        .toList();
  }
}
