package dev.segue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import dev.segue.SessionHistory.Skip;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SessionSnapshotTest {

  private static final BigramRecommender RECOMMENDER = recommender("a", "b");
  private static final Song STRANGER = new Song("x", "Jóga", "Björk", List.of("pop", "strings"));
  private static final Song OTHER = Song.of("y");
  private static final SessionSnapshot SNAPSHOT =
      new SessionSnapshot(history(), new float[] {1.5f, -2});
  private static final byte[] BYTES = SNAPSHOT.toBytes(RECOMMENDER);

  private static SessionHistory history() {
    SessionHistory history = SessionHistory.of(RECOMMENDER.catalogue());
    history.play(Song.of("b"));
    history.play(STRANGER);
    history.skip(Song.of("b"), Duration.ofSeconds(7));
    history.skip(OTHER, Duration.ofDays(60));
    history.play(Song.of("a"));
    return history;
  }

  private static BigramRecommender recommender(String... ids) {
    List<Song> songs = Arrays.stream(ids).map(Song::of).toList();
    float[][] scores = new float[ids.length + 1][ids.length];
    return BigramRecommender.of(Catalogue.of(songs), true, scores);
  }

  @Test
  void roundTrip() {
    SessionSnapshot read = SessionSnapshot.of(BYTES, RECOMMENDER);

    assertThat(read.history().heard()).containsExactly(Song.of("b"), STRANGER, Song.of("a"));
    assertThat(read.history().skipped())
        .containsExactly(
            new Skip(Song.of("b"), 2, Duration.ofSeconds(7)),
            new Skip(OTHER, 2, Duration.ofDays(60)));
    assertThat(read.history().memory()).as("a private one").isEmpty();
    assertThat(read.state()).containsExactly(1.5f, -2);
  }

  @Test
  void ofAnotherRecommender() {
    BigramRecommender other = recommender("b", "a");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> other.restore(BYTES))
        .withMessage(
            "snapshot must be of this recommender, %s, was of %s; start a new session instead",
            other.fingerprint(), RECOMMENDER.fingerprint());
  }

  @Test
  void ofSomethingElse() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RECOMMENDER.restore("no snapshot".getBytes()))
        .withMessage("snapshot must begin with 0x53675373, was 0x6e6f2073");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RECOMMENDER.restore(new byte[0]))
        .withMessage("snapshot must be whole, but is cut off after 0 bytes");
  }

  @Test
  void ofANewerVersion() {
    byte[] newer = BYTES.clone();
    newer[7] = 4;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RECOMMENDER.restore(newer))
        .withMessage("version of the snapshot must be in 2..3, was 4");
  }

  @Test
  void ofAnOlderVersion() {
    byte[] older = BYTES.clone();
    older[7] = 1;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RECOMMENDER.restore(older))
        .withMessage("version of the snapshot must be in 2..3, was 1");
  }

  @Test
  void ofAStateThatIsNotFinite() {
    for (float number : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      byte[] bytes = new SessionSnapshot(history(), new float[] {0, number}).toBytes(RECOMMENDER);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> SessionSnapshot.of(bytes, RECOMMENDER))
          .withMessage("number 1 of the state in the snapshot must be finite, was " + number);
    }
  }

  @Test
  void ofAStateThatTheRecommenderLacks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RECOMMENDER.restore(BYTES))
        .withMessage("number of numbers of the state in the snapshot must be in 0..0, was 2");
  }

  @Test
  void ofANegativeNumberOfSongs() {
    byte[] forged = BYTES.clone();
    ByteBuffer.wrap(forged).putInt(12 + RECOMMENDER.fingerprint().length(), -5);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionSnapshot.of(withChecksum(forged), RECOMMENDER))
        .withMessage("length of a part of the snapshot must be >= 0, was -5");
  }

  @Test
  void followedByMore() {
    byte[] longer = Arrays.copyOf(BYTES, BYTES.length + 3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionSnapshot.of(withChecksum(longer), RECOMMENDER))
        .withMessage("number of bytes after the content of the snapshot must be in 4..4, was 7");
  }

  /** Corrects the checksum, as a forger does. */
  private static byte[] withChecksum(byte[] forged) {
    CRC32 checksum = new CRC32();
    checksum.update(forged, 0, forged.length - Integer.BYTES);
    ByteBuffer.wrap(forged).putInt(forged.length - Integer.BYTES, (int) checksum.getValue());
    return forged;
  }

  @Test
  void cutAnywhere() {
    for (int length = 0; length < BYTES.length; length++) {
      byte[] cut = Arrays.copyOf(BYTES, length);
      assertThatIllegalArgumentException()
          .as("after %d bytes", length)
          .isThrownBy(() -> SessionSnapshot.of(cut, RECOMMENDER));
    }
  }

  /** A state of a million numbers, of which half are there, with a checksum that is right. */
  @Test
  void lengthThatIsNotThere_takesNoMemory() {
    int claimed = 1 << 20;
    ByteBuffer forged = ByteBuffer.allocate(BYTES.length + claimed * Float.BYTES / 2);
    byte[] fingerprint = RECOMMENDER.fingerprint().getBytes(UTF_8);
    forged.put(BYTES, 0, 3 * Integer.BYTES + fingerprint.length).putInt(0).putInt(claimed);
    CRC32 checksum = new CRC32();
    checksum.update(forged.array(), 0, forged.capacity() - Integer.BYTES);
    forged.putInt(forged.capacity() - Integer.BYTES, (int) checksum.getValue());

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionSnapshot.of(forged.array(), RECOMMENDER))
        .withMessage(
            "snapshot must be whole, but is cut off after %d bytes".formatted(forged.capacity()));
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as("bytes taken")
        .isLessThan(claimed);
  }

  @Property
  void anyByteChanged(@ForAll @IntRange(max = 10_000) int place, @ForAll byte value) {
    byte[] changed = BYTES.clone();
    int index = place % changed.length;
    changed[index] = value;
    if (value != BYTES[index]) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SessionSnapshot.of(changed, RECOMMENDER));
    }
  }
}
