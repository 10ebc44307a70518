package dev.segue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.SessionHistory.Skip;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots whose numbers are wrong, or of an older version, under a checksum that is right. */
class ForgedSnapshotTest {

  private static final BigramRecommender RECOMMENDER =
      BigramRecommender.of(
          Catalogue.of(List.of(Song.of("a"), Song.of("b"))), true, new float[3][2]);

  private static final int SECOND = SongTraces.seconds(Instant.now().getEpochSecond());

  /** Songs b and a heard; no state; b skipped between them after 50 days and a second. */
  private static int[] numbers() {
    long skipped = Duration.ofDays(50).plusSeconds(1).toMillis();
    return new int[] {
      2,
      1,
      0, /* state */
      0, /* skips */
      1,
      1,
      1,
      (int) (skipped >> 32),
      (int) skipped,
      /* times of these */ 0,
      3,
      SECOND - 20,
      SECOND - 10,
      SECOND
    };
  }

  private static byte[] snapshot(int version, int... numbers) {
    byte[] fingerprint = RECOMMENDER.fingerprint().getBytes(UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(3 * 4 + fingerprint.length + 4 * numbers.length + 4)
            .putInt(0x53675373)
            .putInt(version)
            .putInt(fingerprint.length)
            .put(fingerprint);
    for (int number : numbers) {
      bytes.putInt(number);
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes.array(), 0, bytes.position());
    return bytes.putInt((int) checksum.getValue()).array();
  }

  private static SessionSnapshot read(int version, int... numbers) {
    return SessionSnapshot.of(snapshot(version, numbers), RECOMMENDER);
  }

  @Test
  void sound_isReadAndWrittenAgain() {
    SessionSnapshot read = read(3, numbers());

    assertThat(read.history().heard()).containsExactly(Song.of("b"), Song.of("a"));
    assertThat(read.history().skipped())
        .containsExactly(new Skip(Song.of("b"), 1, Duration.ofDays(50).plusSeconds(1)));
    assertThat(read.toBytes(RECOMMENDER)).isEqualTo(snapshot(3, numbers()));
  }

  /** Place in {@link #numbers}, what stands there, and what is said of it. */
  @ParameterizedTest
  @CsvSource({
    "1, 2, 'song index in the snapshot must be in 0..1, was 2'",
    "1, -2, 'song index in the snapshot must be in 0..1, was -2'",
    "6, 3, 'position of a skip in the snapshot must be in 0..2, was 3'",
    "6, -1, 'position of a skip in the snapshot must be in 0..2, was -1'",
    "9, 3, 'kind of memory in the snapshot must be in 0..2, was 3'",
    "9, -1, 'kind of memory in the snapshot must be in 0..2, was -1'",
    "10, 2, 'number of times in the snapshot must be in 3..3, was 2'"
  })
  void number_outOfRange(int place, int value, String message) {
    int[] numbers = numbers();
    numbers[place] = value;

    assertThatIllegalArgumentException().isThrownBy(() -> read(3, numbers)).withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, Integer.MAX_VALUE})
  void length_thatIsNotThere(int length) {
    int[] numbers = numbers();
    numbers[10] = length;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(3, numbers))
        .withMessageStartingWith("snapshot must be whole, but is cut off after ");
  }

  @Test
  void skips_inTheWrongOrder() {
    int[] numbers = {1, 0, 0, 2, 1, 1, 0, 9, 1, 0, 0, 9, 0, 3, 1, 2, 3};

    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(3, numbers))
        .withMessage("position of a skip in the snapshot must be in 1..1, was 0");
  }

  /** It had no times: the songs count as heard a second apart until now. */
  @Test
  void ofVersionTwo_isReadWithoutSkips() {
    SessionSnapshot read = read(2, 2, 1, 0, /* state */ 1, Float.floatToRawIntBits(1.5f), 0);

    assertThat(read.state()).containsExactly(1.5f);
    assertThat(read.history().heard()).containsExactly(Song.of("b"), Song.of("a"));
    assertThat(read.history().skipped()).isEmpty();
    int[] seconds = read.history().sessionMemory().seconds().orElseThrow();
    assertThat(seconds).hasSize(2);
    assertThat(seconds[1]).isEqualTo(seconds[0] + 1).isBetween(SECOND - 1, SECOND + 3_600);
  }

  @Test
  void zoneOfTheListener_staysWithTheMemory() {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    ListenerMemory memory =
        ListenerMemory.of(RECOMMENDER.catalogue(), InstantSource.system(), zone);
    byte[] bytes =
        new SessionSnapshot(SessionHistory.of(memory), new float[0]).toBytes(RECOMMENDER);

    assertThat(SessionSnapshot.of(bytes, RECOMMENDER).history().memory().orElseThrow().zone())
        .contains(zone);
  }
}
