package dev.segue.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Timeout;

/**
 * Changes valid snapshots of sessions, corrects their checksums, and goes on with what is restored:
 * that works, and all else is refused. As an ordinary test it replays the changes in {@code
 * SnapshotFuzzTestInputs}; with {@code -Pfuzz}, Jazzer thinks of changes.
 */
@Timeout(60)
class SnapshotFuzzTest {

  private static final InstantSource CLOCK = InstantSource.fixed(GoldenModels.after(9));

  /** Counts, positions, seconds, traces, and floats that are large or none. */
  private static final int[] NUMBERS = {
    0,
    1,
    2,
    3,
    5,
    6,
    -1,
    -2,
    16,
    255,
    1_000,
    432_720,
    1_700_000_000,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0x3f80_0000,
    0x7149_f2ca,
    0x7f7f_ffff,
    0xff7f_ffff,
    0x7f80_0000,
    0x7fc0_0000
  };

  /** Made once: training it anew is no part of what is tested. */
  private static final Map<Path, SequenceRecommender> RECOMMENDERS = new HashMap<>();

  @FuzzTest(maxDuration = "30m")
  void snapshots(FuzzedDataProvider fuzz) throws IOException {
    SequenceRecommender recommender = recommender(fuzz.pickValue(GoldenFilesTest.allModels()));
    byte[] valid = session(recommender, fuzz.consumeInt(0, 2)).snapshot();
    byte[] forged = forge(valid, fuzz);
    ListeningSession session;
    try {
      session = recommender.restore(forged, CLOCK);
    } catch (IllegalArgumentException e) {
      assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class);
      assertThat(e.getMessage()).hasSizeBetween(10, 1_000);
      return;
    }
    ModelFuzzTest.checkSession(session);
    ModelFuzzTest.playUnheard(session, CLOCK.instant());
    session.skip(GoldenModels.CONTEXT.get(1), Duration.ofSeconds(1));
    double[] scores = ModelFuzzTest.checkSession(session);
    ListeningSession again = recommender.restore(session.snapshot(), CLOCK);
    assertThat(again.heard()).isEqualTo(session.heard());
    assertThat(ModelFuzzTest.checkSession(again)).isEqualTo(scores);
  }

  private static SequenceRecommender recommender(Path file) throws IOException {
    SequenceRecommender known = RECOMMENDERS.get(file);
    if (known == null) {
      known = ModelFile.read(file).recommender();
      RECOMMENDERS.put(file, known);
    }
    return known;
  }

  /** A session that has just begun, one that goes on, or one with a listener's memory. */
  private static ListeningSession session(SequenceRecommender recommender, int kind) {
    if (kind == 0) {
      return recommender.newSession();
    }
    ListenerMemory memory =
        ListenerMemory.of(recommender.catalogue(), CLOCK, ZoneId.of("Asia/Tokyo"));
    ListeningSession session =
        kind == 1 ? recommender.newSession() : recommender.newSession(memory);
    List<Song> songs = recommender.catalogue().songs();
    session.play(songs.get(1), GoldenModels.after(0));
    session.at(GoldenModels.after(1)).skip(songs.get(2), Duration.ofSeconds(3));
    ModelFuzzTest.playUnheard(session, GoldenModels.after(2));
    session.ban("s3");
    memory.like(songs.get(0), GoldenModels.after(3)).banArtist("Karin");
    return session;
  }

  private static byte[] forge(byte[] valid, FuzzedDataProvider fuzz) {
    byte[] bytes = Arrays.copyOf(valid, valid.length - Integer.BYTES);
    for (int changes = fuzz.consumeInt(0, 5); changes > 0 && bytes.length > 8; changes--) {
      bytes = change(bytes, fuzz);
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return ByteBuffer.allocate(bytes.length + Integer.BYTES)
        .put(bytes)
        .putInt((int) checksum.getValue())
        .array();
  }

  private static byte[] change(byte[] bytes, FuzzedDataProvider fuzz) {
    int at = fuzz.consumeInt(0, bytes.length - Integer.BYTES);
    return switch (fuzz.consumeInt(0, 4)) {
      case 0, 1 -> {
        ByteBuffer.wrap(bytes).putInt(at, fuzz.pickValue(NUMBERS));
        yield bytes;
      }
      case 2 -> {
        bytes[at] = fuzz.consumeByte();
        yield bytes;
      }
      case 3 -> spliced(bytes, at, at, fuzz.consumeBytes(12));
      default ->
          spliced(bytes, at, Math.min(at + fuzz.consumeInt(1, 16), bytes.length), new byte[0]);
    };
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    return ByteBuffer.allocate(bytes.length - (to - from) + between.length)
        .put(bytes, 0, from)
        .put(between)
        .put(bytes, to, bytes.length - to)
        .array();
  }
}
