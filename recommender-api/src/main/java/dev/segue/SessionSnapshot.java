package dev.segue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32;

/**
 * The state of a session, which recommenders write as bytes in {@link ListeningSession#snapshot}
 * and read in {@link SequenceRecommender#restore}. Each song of the catalogue takes 4 bytes, and so
 * does each number of the recommender's own state. Immutable; may be shared by threads.
 *
 * @param heard the songs heard, oldest first
 * @param state the recommender's own state after these songs
 * @param memory what the listener has played across sessions, if the session has a memory
 */
@SuppressWarnings("ArrayRecordComponent") // made to be read once, never compared
public record SessionSnapshot(List<Song> heard, float[] state, Optional<ListenerMemory> memory) {

  private static final int MAGIC = 0x53675373; // "SgSs"
  private static final int VERSION = 2;
  private static final int UNKNOWN_SONG = -1;

  /**
   * Makes a snapshot.
   *
   * @param heard the songs heard; copied
   * @param state the recommender's own state; not copied
   * @param memory what the listener has played across sessions; not copied
   */
  public SessionSnapshot {
    Objects.requireNonNull(heard, "heard");
    heard.forEach(each -> Objects.requireNonNull(each, "heard"));
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(memory, "memory");
    heard = List.copyOf(heard);
  }

  /**
   * Writes the snapshot.
   *
   * @param recommender the recommender of the session
   * @return the bytes
   */
  public byte[] toBytes(SequenceRecommender recommender) {
    Objects.requireNonNull(recommender, "recommender");
    Output output = new Output();
    output.integer(MAGIC).integer(VERSION).text(recommender.fingerprint()).integer(heard.size());
    for (Song song : heard) {
      OptionalInt index = recommender.catalogue().index(song.id());
      output.integer(index.orElse(UNKNOWN_SONG));
      if (index.isEmpty()) {
        output.song(song);
      }
    }
    output.integer(state.length);
    for (float value : state) {
      output.integer(Float.floatToRawIntBits(value));
    }
    output.integer(memory.isPresent() ? 1 : 0);
    memory.ifPresent(output::memory);
    return output.withChecksum();
  }

  /**
   * Reads a snapshot.
   *
   * @param bytes what {@link #toBytes} returned
   * @param recommender the recommender that resumes the session
   * @return the snapshot
   * @throws IllegalArgumentException if the bytes are not a snapshot, are damaged, are of a newer
   *     version, or are of another recommender
   */
  public static SessionSnapshot of(byte[] bytes, SequenceRecommender recommender) {
    Objects.requireNonNull(bytes, "bytes");
    Objects.requireNonNull(recommender, "recommender");
    ByteBuffer input = ByteBuffer.wrap(bytes);
    try {
      check("snapshot must begin with", MAGIC, input.getInt());
      check("version of the snapshot must be", VERSION, input.getInt());
      checkChecksum(bytes);
      String fingerprint = text(input);
      if (!fingerprint.equals(recommender.fingerprint())) {
        throw new IllegalArgumentException(
            "snapshot must be of this recommender, %s, was of %s; start a new session instead"
                .formatted(recommender.fingerprint(), fingerprint));
      }
      List<Song> heard = new ArrayList<>();
      for (int songs = length(input, Integer.BYTES); songs > 0; songs--) {
        heard.add(song(input, recommender.catalogue()));
      }
      float[] state = new float[length(input, Float.BYTES)];
      input.asFloatBuffer().get(state);
      input.position(input.position() + Float.BYTES * state.length);
      return new SessionSnapshot(heard, state, memory(input, recommender.catalogue()));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "snapshot must be whole, but is cut off after %d bytes".formatted(bytes.length), e);
    }
  }

  private static void check(String rule, int expected, int actual) {
    if (actual != expected) {
      throw new IllegalArgumentException("%s 0x%x, was 0x%x".formatted(rule, expected, actual));
    }
  }

  private static void checkChecksum(byte[] bytes) {
    int end = Math.max(0, bytes.length - Integer.BYTES);
    check(
        "snapshot is damaged or cut off: its checksum must be",
        checksum(bytes, end),
        ByteBuffer.wrap(bytes).getInt(end));
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  private static Song song(ByteBuffer input, Catalogue catalogue) {
    int index = input.getInt();
    if (index >= catalogue.size() || index < UNKNOWN_SONG) {
      throw new IllegalArgumentException(
          "song index in the snapshot must be in 0..%d, was %d"
              .formatted(catalogue.size() - 1, index));
    }
    return index == UNKNOWN_SONG ? song(input) : catalogue.song(index);
  }

  private static Optional<ListenerMemory> memory(ByteBuffer input, Catalogue catalogue) {
    if (input.getInt() == 0) {
      return Optional.empty();
    }
    List<Song> others = new ArrayList<>();
    for (int songs = length(input, 4 * Integer.BYTES); songs > 0; songs--) {
      others.add(song(input));
    }
    String zone = text(input);
    return Optional.of(ListenerMemory.read(input, catalogue, others, zone(zone)));
  }

  private static Optional<ZoneId> zone(String zone) {
    try {
      return zone.isEmpty() ? Optional.empty() : Optional.of(ZoneId.of(zone));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone in the snapshot must be a time zone, was '%s'".formatted(zone), e);
    }
  }

  private static Song song(ByteBuffer input) {
    String id = text(input);
    String title = text(input);
    String artist = text(input);
    List<String> tags = new ArrayList<>();
    for (int count = length(input, Integer.BYTES); count > 0; count--) {
      tags.add(text(input));
    }
    return new Song(id, title, artist, tags);
  }

  private static String text(ByteBuffer input) {
    byte[] bytes = new byte[length(input, 1)];
    input.get(bytes);
    return new String(bytes, UTF_8);
  }

  /** Reads a length, and checks it against the remaining bytes before memory is allocated. */
  private static int length(ByteBuffer input, int bytesEach) {
    int length = input.getInt();
    if (length < 0 || length > input.remaining() / bytesEach) {
      throw new BufferUnderflowException();
    }
    return length;
  }

  /** Collects the bytes of a snapshot. */
  private static final class Output {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Output integer(int value) {
      bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
      return this;
    }

    Output text(String text) {
      byte[] utf8 = text.getBytes(UTF_8);
      integer(utf8.length);
      bytes.writeBytes(utf8);
      return this;
    }

    void song(Song song) {
      text(song.id()).text(song.title()).text(song.artist()).integer(song.tags().size());
      song.tags().forEach(this::text);
    }

    void memory(ListenerMemory memory) {
      integer(memory.others().size());
      memory.others().forEach(this::song);
      text(memory.zone().map(ZoneId::getId).orElse(""));
      ByteBuffer plays = ByteBuffer.allocate(memory.bytes());
      memory.write(plays);
      bytes.writeBytes(plays.array());
    }

    byte[] withChecksum() {
      return integer(checksum(bytes.toByteArray(), bytes.size())).bytes.toByteArray();
    }
  }
}
