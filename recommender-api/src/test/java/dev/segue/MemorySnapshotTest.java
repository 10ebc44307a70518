package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The bytes of a memory, whole and damaged in ways that no checksum finds. */
class MemorySnapshotTest {

  private static final DayAgoRecommender RECOMMENDER =
      new DayAgoRecommender(Catalogue.of(Stream.of("a", "b", "c").map(Song::of).toList()));
  private static final Song STRANGER = new Song("x", "J\u00f3ga", "Bj\u00f6rk", List.of("pop"));
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final byte[] BYTES = snapshot(memory());

  /**
   * 3 songs: 8 bytes, 3 times 4 for songs, 4 for times, and 20 for traces; then 8 for no skips, the
   * last hour with 4 bytes and 8 for each play, and a checksum.
   */
  private static final int MEMORY_AT = BYTES.length - 4 - (4 + 3 * 8) - 8 - (8 + 3 * 28);

  private static ListenerMemory memory() {
    return ListenerMemory.of(RECOMMENDER.catalogue())
        .play(1, NOW.minusSeconds(500))
        .play(STRANGER, NOW.minusSeconds(200))
        .play(0, NOW);
  }

  private static byte[] snapshot(ListenerMemory memory) {
    return new SessionSnapshot(SessionHistory.of(memory), new float[] {1}).toBytes(RECOMMENDER);
  }

  private static ListenerMemory read(byte[] bytes) {
    return SessionSnapshot.of(bytes, RECOMMENDER).history().memory().orElseThrow();
  }

  private static byte[] withChecksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) checksum.getValue());
    return bytes;
  }

  @Test
  void roundTrip() {
    ListenerMemory read = read(BYTES);
    assertThat(read.plays()).isEqualTo(memory().plays()).hasSize(3);
    assertThat(read.others()).containsExactly(STRANGER);
    read.play(STRANGER, NOW.plusSeconds(9)).play(2, NOW.plusSeconds(10));
    ListenerMemory same = memory().play(STRANGER, NOW.plusSeconds(9)).play(2, NOW.plusSeconds(10));
    assertThat(snapshot(read)).isEqualTo(snapshot(same));
  }

  @Test
  void roundTrip_ofAnEmptyMemory() {
    ListenerMemory empty = read(snapshot(ListenerMemory.of(RECOMMENDER.catalogue())));
    assertThat(empty.plays()).isEmpty();
    assertThat(empty.play(0, NOW).songs()).isOne();
  }

  private static void assertRefused(int at, int value, String message) {
    byte[] damaged = BYTES.clone();
    ByteBuffer.wrap(damaged).putInt(MEMORY_AT + at, value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(withChecksum(damaged)))
        .withMessageStartingWith(message);
  }

  @Test
  void damagedNumbers_areRefusedByName() {
    assertRefused(4, -1, "snapshot must be whole, but is cut off");
    assertRefused(4, Integer.MAX_VALUE, "snapshot must be whole, but is cut off");
    assertRefused(8, -1, "song index in the memory must be in 0..3, was -1");
    assertRefused(8, 4, "song index in the memory must be in 0..3, was 4");
    assertRefused(8, 0, "each song must be in the memory once, but song 0 is there twice");
    assertRefused(20, Integer.MAX_VALUE, "time of a play in the memory must be in 0..1795867200,");
    String pause = "pause in the memory must be in 0..4294967296 seconds, was ";
    assertRefused(32, 0xBF800000, pause + "-1.0");
    assertRefused(32, 0x4F810000, pause + "4.3285217E9");
    assertRefused(32, 0x7FC00000, pause + "NaN");
    assertRefused(44, 0xFFFF0000, "trace in the memory must be in 0..32752, was -1");
    assertRefused(44, 0x7FF10000, "trace in the memory must be in 0..32752, was 32753");
  }

  @Test
  void roundTrip_ofSkipsBansAndTheLastHour() {
    ListenerMemory memory =
        memory().skip(2, NOW).skip(STRANGER, NOW).ban("b").banArtist("Bj\u00f6rk").ban("none");
    ListenerMemory read = read(snapshot(memory));
    assertThat(read.skips()).isEqualTo(memory.skips()).hasSize(2);
    assertThat(read.bannedSongs()).containsExactly("b", "none");
    assertThat(read.bannedArtists()).containsExactly("bj\u00f6rk");
    assertThat(SessionHistory.of(read).playsOfArtistSince("bj\u00f6rk", NOW.minusSeconds(300)))
        .isOne();
    assertThat(snapshot(read)).isEqualTo(snapshot(memory));
  }

  @Test
  void playsOfYearsLater_endTheLastHour_andTheSnapshotIsReadAgain() {
    Instant yearsLater = NOW.plus(Duration.ofDays(9000));
    ListenerMemory memory = memory();
    memory.add(new SongPlays(Song.of("c"), yearsLater, List.of(), Collections.nCopies(8, 1.0)));

    assertThat(SessionHistory.of(memory).playsOfArtistSince("bj\u00f6rk", NOW.minusSeconds(300)))
        .isZero();
    assertThat(read(snapshot(memory)).plays()).isEqualTo(memory.plays()).hasSize(1);
  }

  @Test
  void privateMemory_staysPrivate() {
    SessionHistory history = SessionHistory.of(RECOMMENDER.catalogue());
    history.play(STRANGER);
    history.remembered().ban("b");
    byte[] bytes = new SessionSnapshot(history, new float[0]).toBytes(RECOMMENDER);
    SessionHistory read = SessionSnapshot.of(bytes, RECOMMENDER).history();
    assertThat(read.memory()).isEmpty();
    assertThat(read.playedSince(STRANGER, Instant.now().minusSeconds(600))).isTrue();
    assertThat(read.hasBans()).isTrue();
  }

  @Test
  void damagedLastHour_isRefusedByName() {
    int at = 8 + 3 * 28 + 8;
    assertRefused(at, -1, "snapshot must be whole, but is cut off");
    assertRefused(at, Integer.MAX_VALUE, "snapshot must be whole, but is cut off");
    assertRefused(at + 4, 2, "song of the last hour must be in the memory, was 2");
    assertRefused(at + 4, -1, "song of the last hour must be in the memory, was -1");
    assertRefused(at + 8, Integer.MAX_VALUE, "time of a play in the last hour must be in 0..17958");
    assertRefused(at + 16, Integer.MIN_VALUE, "time of a play in the last hour must be in 17958");
  }

  @Property
  void anyNumberChanged_isReadOrRefused(
      @ForAll @IntRange(max = 10_000) int place, @ForAll int value) {
    byte[] damaged = BYTES.clone();
    ByteBuffer.wrap(damaged).putInt(8 + place % (damaged.length - 16), value);
    try {
      SessionSnapshot.of(withChecksum(damaged), RECOMMENDER)
          .history()
          .memory()
          .ifPresent(
              memory -> {
                memory.play(2, NOW).play(STRANGER, NOW).read(NOW, new Traces());
                memory.plays();
              });
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining(" must be ");
    }
  }
}
