package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Playlist;
import dev.segue.lstm.network.Recency;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PackedChunkTest {

  @Test
  void cut_packsStepsLongestFirst() {
    List<Playlist> batch =
        List.of(Playlist.of(7, 8), Playlist.of(1, 2, 3, 4), Playlist.of(5, 6, 5));

    List<PackedChunk> chunks =
        PackedChunk.cut(batch, 2, List.of(), 1).stream().map(s -> s.get(0)).toList();

    assertThat(chunks).hasSize(2);
    assertThat(chunks.get(0).counts()).containsExactly(3, 2);
    assertThat(chunks.get(0).songs()).containsExactly(1, 5, 7, 2, 6);
    assertThat(chunks.get(0).targets()).containsExactly(2, 6, 8, 3, 5);
    assertThat(chunks.get(0).starts()).isTrue();
    assertThat(chunks.get(1).counts()).containsExactly(1);
    assertThat(chunks.get(1).songs()).containsExactly(3);
    assertThat(chunks.get(1).targets()).containsExactly(4);
    assertThat(chunks.get(1).starts()).isFalse();
  }

  @Test
  void cut_knowsTheSongsPlayedLast() {
    List<Playlist> batch = List.of(Playlist.of(1, 2, 3, 4), Playlist.of(5, 6, 5));

    int[] artists = {7, 7, 8, -1, 9, 8, 8};
    List<Recency> recency =
        List.of(
            new Recency(Recency.Group.SONG, 2, new int[] {0, 1, 2, 3, 4, 5, 6}),
            new Recency(Recency.Group.ARTIST, 1, artists));

    List<PackedChunk> chunks =
        PackedChunk.cut(batch, 2, recency, 1).stream().map(s -> s.get(0)).toList();

    assertThat(chunks.get(0).songs()).containsExactly(1, 5, 2, 6);
    assertThat(chunks.get(0).recent().get(0)).containsExactly(1, -1, 5, -1, 2, 1, 6, 5);
    assertThat(chunks.get(0).recent().get(1)).containsExactly(7, 8, 8, 8);
    assertThat(chunks.get(1).recent().get(0)).as("across chunks").containsExactly(3, 2);
    assertThat(chunks.get(1).recent().get(1)).containsExactly(-1);
  }

  @Test
  void cut_tellsSkips_inTheirOrder_untilTheLastPlay() {
    Playlist skipping =
        Playlist.of(1, 2, 3).withSkips(List.of(skip(7, 0), skip(8, 2), skip(1, 2), skip(9, 3)));
    List<Recency> recency = Recency.of(2, 0, true, 10, new int[0]);

    PackedChunk chunk =
        PackedChunk.cut(List.of(Playlist.of(4, 5), skipping), 9, recency, 1).get(0).get(0);

    assertThat(chunk.counts()).containsExactly(2, 1, 1, 1, 1);
    assertThat(chunk.songs()).containsExactly(7, 4, 1, 2, 8, 1);
    assertThat(chunk.skips()).containsExactly(0, 4, 5);
    assertThat(chunk.targets()).as("the song played next").containsExactly(1, 5, 2, 3, 3, 3);
    assertThat(chunk.recent().get(0))
        .as("played")
        .containsExactly(-1, -1, 4, -1, 1, -1, 2, 1, 2, 1, 2, 1);
    assertThat(chunk.recent().get(1))
        .as("skipped")
        .containsExactly(7, -1, -1, -1, 7, -1, 7, -1, 8, 7, 1, 8);
  }

  private static Playlist.Skip skip(int song, int position) {
    return new Playlist.Skip(song, position, Optional.empty(), Optional.empty());
  }

  @Property
  void cut_holdsEveryTransitionOnce(
      @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 2, max = 30) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 12) int unroll,
      @ForAll @IntRange(min = 1, max = 4) int workers) {
    // Song indices are consecutive, so that a transition identifies its playlist.
    int[] next = {0};
    List<Playlist> batch =
        sizes.stream()
            .map(size -> Playlist.of(IntStream.range(next[0], next[0] += size).toArray()))
            .toList();

    List<List<PackedChunk>> rounds = PackedChunk.cut(batch, unroll, List.of(), workers);
    List<PackedChunk> chunks = rounds.stream().flatMap(List::stream).toList();

    int[] songs = chunks.stream().flatMapToInt(chunk -> Arrays.stream(chunk.songs())).toArray();
    int[] expected = batch.stream().flatMapToInt(p -> p.songs().limit(p.transitions())).toArray();
    assertThat(songs).containsExactlyInAnyOrder(expected);
    assertThat(rounds).allSatisfy(round -> assertThat(round).hasSizeBetween(1, workers));
    for (PackedChunk chunk : chunks) {
      assertThat(chunk.steps()).isLessThanOrEqualTo(unroll);
      assertThat(Arrays.stream(chunk.counts()).sum()).isEqualTo(chunk.positions());
      for (int position = 0; position < chunk.positions(); position++) {
        assertThat(chunk.targets()[position]).isEqualTo(chunk.songs()[position] + 1);
      }
    }
  }
}
