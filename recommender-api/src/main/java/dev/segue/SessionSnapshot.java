package dev.segue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.SessionHistory.Skip;
import dev.segue.quotation.Quotation;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The state of a session, which recommenders write as bytes in {@link ListeningSession#snapshot}
 * and read in {@link SequenceRecommender#restore}. Each song of the catalogue takes 4 bytes, a skip
 * 16, and each number of the recommender's own state 4.
 *
 * @param history what the session remembers; not copied, so write it before the session goes on
 * @param state the recommender's own state after these songs; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // made to be read once, never compared
public record SessionSnapshot(SessionHistory history, float[] state) {

  private static final int MAGIC = 0x53675373; // "SgSs"

  /** Knew neither skips nor bans, and no memory but the listener's. */
  private static final int MIN_VERSION = 2;

  private static final int VERSION = 3;
  private static final int UNKNOWN_SONG = -1;

  /** When each song was heard or skipped follows, except in version 2. */
  private static final int NO_MEMORY = 0;

  private static final int LISTENERS_MEMORY = 1;
  private static final int PRIVATE_MEMORY = 2;

  /**
   * Makes a snapshot.
   *
   * @param history what the session remembers; not copied
   * @param state the recommender's own state; not copied
   */
  public SessionSnapshot {
    Objects.requireNonNull(history, "history");
    Objects.requireNonNull(state, "state");
  }

  /**
   * Writes the snapshot.
   *
   * @param recommender the recommender of the session
   * @return the bytes
   */
  public byte[] toBytes(SequenceRecommender recommender) {
    Objects.requireNonNull(recommender, "recommender");
    Catalogue catalogue = recommender.catalogue();
    Output output = new Output();
    output.integer(MAGIC).integer(VERSION).text(recommender.fingerprint());
    output.integer(history.heard().size());
    history.heard().forEach(song -> output.song(song, catalogue));
    output.integer(state.length);
    for (float value : state) {
      output.integer(Float.floatToRawIntBits(value));
    }
    output.integer(history.skipped().size());
    for (Skip skip : history.skipped()) {
      long millis = skip.heard().toMillis();
      output.song(skip.song(), catalogue).integer(skip.position());
      output.integer((int) (millis >> Integer.SIZE)).integer((int) millis);
    }
    history
        .sessionMemory()
        .seconds()
        .ifPresentOrElse(
            seconds -> output.integer(NO_MEMORY).integers(seconds),
            () ->
                output
                    .integer(history.memory().isPresent() ? LISTENERS_MEMORY : PRIVATE_MEMORY)
                    .memory(history.remembered()));
    return output.withChecksum();
  }

  /**
   * Reads a snapshot.
   *
   * @param bytes what {@link #toBytes} returned
   * @param recommender the recommender that resumes the session
   * @return the snapshot
   * @throws IllegalArgumentException if the bytes are not a snapshot, are damaged, are signed, are
   *     of a version that this one cannot read, or are of another recommender
   */
  public static SessionSnapshot of(byte[] bytes, SequenceRecommender recommender) {
    Objects.requireNonNull(bytes, "bytes");
    Objects.requireNonNull(recommender, "recommender");
    SignedSnapshot.checkNotSigned(bytes);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    try {
      check("snapshot must begin with", MAGIC, input.getInt());
      int version = input.getInt();
      checkRange("version of the snapshot", MIN_VERSION, version, VERSION);
      checkChecksum(bytes);
      String fingerprint = text(input);
      if (!fingerprint.equals(recommender.fingerprint())) {
        throw new IllegalArgumentException(
            "snapshot must be of this recommender, %s, was of %s; start a new session instead"
                .formatted(recommender.fingerprint(), fingerprint));
      }
      return read(input, version, recommender.catalogue());
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "snapshot must be whole, but is cut off after %d bytes".formatted(bytes.length), e);
    }
  }

  private static SessionSnapshot read(ByteBuffer input, int version, Catalogue catalogue) {
    List<Song> heard = new ArrayList<>();
    for (int songs = length(input, Integer.BYTES); songs > 0; songs--) {
      heard.add(song(input, catalogue));
    }
    float[] state = new float[length(input, Float.BYTES)];
    input.asFloatBuffer().get(state);
    input.position(input.position() + Float.BYTES * state.length);
    checkFinite(state);
    HeardSongs songs = new HeardSongs(catalogue);
    heard.forEach(songs::add);
    if (version > MIN_VERSION) {
      readSkipped(input, songs);
    }
    SessionMemory memory = memory(input, version, songs);
    checkRange(
        "number of bytes after the content of the snapshot",
        Integer.BYTES,
        input.remaining(),
        Integer.BYTES);
    return new SessionSnapshot(SessionHistory.of(songs, memory), state);
  }

  private static void checkFinite(float[] state) {
    for (int i = 0; i < state.length; i++) {
      if (!Float.isFinite(state[i])) {
        throw new IllegalArgumentException(
            "number %d of the state in the snapshot must be finite, was %s".formatted(i, state[i]));
      }
    }
  }

  /**
   * Returns the history, for a recommender without a state of its own.
   *
   * @throws IllegalArgumentException if there is a state
   */
  SessionHistory onlyHistory() {
    checkRange("number of numbers of the state in the snapshot", 0, state.length, 0);
    return history;
  }

  private static void readSkipped(ByteBuffer input, HeardSongs songs) {
    int before = 0;
    for (int skips = length(input, 4 * Integer.BYTES); skips > 0; skips--) {
      Song song = song(input, songs.catalogue);
      int position = input.getInt();
      checkRange("position of a skip in the snapshot", before, position, songs.heard().size());
      songs.add(new Skip(song, position, Duration.ofMillis(input.getLong())));
      before = position;
    }
  }

  private static SessionMemory memory(ByteBuffer input, int version, HeardSongs songs) {
    int kind = input.getInt();
    checkRange("kind of memory in the snapshot", NO_MEMORY, kind, PRIVATE_MEMORY);
    if (kind != NO_MEMORY) {
      return new SessionMemory(
          listenerMemory(input, version, songs.catalogue), kind == PRIVATE_MEMORY);
    }
    int[] seconds = new int[version == MIN_VERSION ? songs.size() : length(input, Integer.BYTES)];
    if (version == MIN_VERSION) {
      int now = SongTraces.seconds(Instant.now().getEpochSecond());
      Arrays.setAll(seconds, i -> now - seconds.length + i);
    } else {
      checkRange("number of times in the snapshot", songs.size(), seconds.length, songs.size());
      input.asIntBuffer().get(seconds);
      input.position(input.position() + Integer.BYTES * seconds.length);
    }
    return SessionMemory.of(songs, seconds);
  }

  private static void checkRange(String number, int min, int value, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s must be in %d..%d, was %d".formatted(number, min, max, value));
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

  private static ListenerMemory listenerMemory(ByteBuffer input, int version, Catalogue catalogue) {
    List<Song> others = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (int songs = length(input, 4 * Integer.BYTES); songs > 0; songs--) {
      Song song = song(input);
      if (catalogue.index(song.id()).isPresent() || !ids.add(song.id())) {
        throw new IllegalArgumentException(
            "each song must be in the memory once, but %s is there twice"
                .formatted(Quotation.quote(song.id())));
      }
      others.add(song);
    }
    Optional<ZoneId> zone = zone(text(input));
    MemorySongs songs = new MemorySongs(catalogue, others);
    if (version == MIN_VERSION) {
      return ListenerMemory.of(
          catalogue,
          zone,
          new MemoryContents(
              catalogue,
              songs,
              SongTraces.read(input, songs.size()),
              new SongTraces(),
              new LastHour()));
    }
    List<String> bannedSongs = texts(input);
    List<String> bannedArtists = texts(input);
    SongTraces plays = SongTraces.read(input, songs.size());
    SongTraces skips = SongTraces.read(input, songs.size());
    LastHour lastHour = LastHour.read(input, plays);
    MemoryContents contents = new MemoryContents(catalogue, songs, plays, skips, lastHour);
    contents.bans.songs.addAll(bannedSongs);
    contents.bans.artists.addAll(bannedArtists);
    return ListenerMemory.of(catalogue, zone, contents);
  }

  private static Optional<ZoneId> zone(String zone) {
    try {
      return zone.isEmpty() ? Optional.empty() : Optional.of(ZoneId.of(zone));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone in the snapshot must be a time zone, was %s".formatted(Quotation.quote(zone)), e);
    }
  }

  private static Song song(ByteBuffer input) {
    String id = text(input);
    String title = text(input);
    String artist = text(input);
    return new Song(id, title, artist, texts(input));
  }

  private static List<String> texts(ByteBuffer input) {
    List<String> texts = new ArrayList<>();
    for (int count = length(input, Integer.BYTES); count > 0; count--) {
      texts.add(text(input));
    }
    return texts;
  }

  private static String text(ByteBuffer input) {
    byte[] bytes = new byte[length(input, 1)];
    input.get(bytes);
    return new String(bytes, UTF_8);
  }

  /** Reads a length, and checks it against the remaining bytes before memory is allocated. */
  private static int length(ByteBuffer input, int bytesEach) {
    int length = input.getInt();
    if (length < 0) {
      throw new IllegalArgumentException(
          "length of a part of the snapshot must be >= 0, was " + length);
    }
    if (length > input.remaining() / bytesEach) {
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

    Output integers(int[] values) {
      integer(values.length);
      for (int value : values) {
        integer(value);
      }
      return this;
    }

    Output text(String text) {
      byte[] utf8 = text.getBytes(UTF_8);
      integer(utf8.length);
      bytes.writeBytes(utf8);
      return this;
    }

    Output texts(Collection<String> texts) {
      integer(texts.size());
      texts.forEach(this::text);
      return this;
    }

    Output song(Song song, Catalogue catalogue) {
      OptionalInt index = catalogue.index(song.id());
      integer(index.orElse(UNKNOWN_SONG));
      return index.isPresent() ? this : song(song);
    }

    Output song(Song song) {
      return text(song.id()).text(song.title()).text(song.artist()).texts(song.tags());
    }

    void memory(ListenerMemory memory) {
      MemoryContents contents = memory.contents();
      integer(memory.others().size());
      memory.others().forEach(this::song);
      text(memory.zone().map(ZoneId::getId).orElse(""));
      texts(contents.bans.songs).texts(contents.bans.artists);
      ByteBuffer numbers =
          ByteBuffer.allocate(
              contents.plays.bytes() + contents.skips.bytes() + contents.lastHour.bytes());
      contents.plays.write(numbers);
      contents.skips.write(numbers);
      contents.lastHour.write(numbers);
      bytes.writeBytes(numbers.array());
    }

    byte[] withChecksum() {
      return integer(checksum(bytes.toByteArray(), bytes.size())).bytes.toByteArray();
    }
  }
}
