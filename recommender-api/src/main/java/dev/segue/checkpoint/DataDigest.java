package dev.segue.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * A checksum over the data of a training, so that a checkpoint is not taken for one of other data.
 * One thread at a time.
 */
public final class DataDigest {

  private final MessageDigest digest;

  /** Starts without data. */
  public DataDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Adds a catalogue.
   *
   * @param catalogue the songs
   * @return this
   */
  public DataDigest add(Catalogue catalogue) {
    digest.update(catalogue.fingerprint().getBytes(UTF_8));
    return this;
  }

  /**
   * Adds numbers.
   *
   * @param numbers the numbers
   * @return this
   */
  public DataDigest add(float[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
    bytes.asFloatBuffer().put(numbers);
    digest.update(bytes);
    return this;
  }

  /**
   * Adds numbers, and how many they are.
   *
   * @param numbers the numbers
   * @return this
   */
  public DataDigest add(int[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate((1 + numbers.length) * Integer.BYTES);
    bytes.asIntBuffer().put(numbers.length).put(numbers);
    digest.update(bytes);
    return this;
  }

  /**
   * Adds playlists with their context, listeners and times, how long songs were heard, and skips.
   *
   * @param playlists all playlists of a dataset; not closed
   * @return this
   */
  public DataDigest add(Stream<Playlist> playlists) {
    playlists.forEachOrdered(this::add);
    return this;
  }

  private void add(Playlist playlist) {
    boolean timed = playlist.listener().isPresent();
    ByteBuffer bytes =
        ByteBuffer.allocate(
            2 * Integer.BYTES + playlist.size() * (Integer.BYTES + (timed ? Long.BYTES : 0)));
    bytes.putInt(playlist.size());
    bytes.putInt(playlist.context());
    for (int position = 0; position < playlist.size(); position++) {
      bytes.putInt(playlist.song(position));
      if (timed) {
        bytes.putLong(playlist.time(position).getEpochSecond());
      }
    }
    digest.update(bytes.flip());
    digest.update(playlist.listener().orElse("").getBytes(UTF_8));
    addHeard(playlist);
  }

  /**
   * Adds nothing if nothing is known: so checksums of playlists without skips stay as they were.
   */
  private void addHeard(Playlist playlist) {
    for (int position = 0; position < playlist.size(); position++) {
      int at = position;
      playlist.heard(position).ifPresent(heard -> add(new int[] {at, (int) heard.toSeconds()}));
    }
    for (Playlist.Skip skip : playlist.skips()) {
      add(
          new int[] {
            skip.song(),
            skip.position(),
            skip.heard().map(heard -> (int) heard.toSeconds()).orElse(-1),
            skip.time().map(Instant::hashCode).orElse(0)
          });
    }
  }

  /**
   * Returns the checksum of what was added.
   *
   * @return SHA-256 in hexadecimal
   */
  public String value() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
