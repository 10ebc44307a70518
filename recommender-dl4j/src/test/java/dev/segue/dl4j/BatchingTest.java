package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Playlist;
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
  void fileOrder_keepsTheOrderAndTheLastSmallerBatch() {
    List<Playlist> playlists = playlists(List.of(3, 9, 2, 5, 4));

    assertThat(Batching.FILE_ORDER.batches(playlists, 2, 20, new Random(1)))
        .containsExactly(playlists.subList(0, 2), playlists.subList(2, 4), playlists.subList(4, 5));
  }

  @Test
  void likeLength_putsLikeWithLike() {
    List<Playlist> playlists = playlists(List.of(2, 50, 2, 50, 2, 50, 2, 50));

    List<List<Playlist>> batches = Batching.LIKE_LENGTH.batches(playlists, 4, 20, new Random(1));

    // Four short playlists have 4 transitions; of a long one only the first 20 count.
    assertThat(batches).extracting(List::size).containsExactlyInAnyOrder(4, 1, 1, 1, 1);
    assertThat(batches)
        .allSatisfy(batch -> assertThat(batch.stream().map(Playlist::size).distinct()).hasSize(1));
  }

  @Test
  void likeLength_takesSmallStepsOfSmallData() {
    assertThat(Batching.LIKE_LENGTH.defaultBatchSize(40)).isEqualTo(50);
    assertThat(Batching.LIKE_LENGTH.defaultBatchSize(20_000)).isEqualTo(200);
    assertThat(Batching.LIKE_LENGTH.defaultBatchSize(1_000_000_000_000L)).isEqualTo(500);
  }

  @Test
  void likeLength_changesWithEachEpoch() {
    List<Playlist> playlists = playlists(IntStream.range(2, 60).boxed().toList());
    Random random = new Random(1);

    assertThat(Batching.LIKE_LENGTH.batches(playlists, 50, 20, random))
        .isNotEqualTo(Batching.LIKE_LENGTH.batches(playlists, 50, 20, random));
  }

  @Property
  void batches_holdEveryPlaylistOnce(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 2, max = 60) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 100) int batchSize,
      @ForAll Batching batching) {
    List<Playlist> playlists = playlists(sizes);

    List<List<Playlist>> batches = batching.batches(playlists, batchSize, 20, new Random(1));

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
