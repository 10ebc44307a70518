package dev.segue.datasets.download;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The slowest that a download may be: a server that sends a byte now and then is never silent, but
 * its file would never come. Immutable.
 *
 * @param bytesPerSecond the least that a connection may bring in each span, as a mean over it; 1 or
 *     more
 * @param span how long each span is; what arrives in the first says nothing before its end
 * @param longest how long a download may take, with all its connections and the pauses between them
 * @param nanoTime the clock, as {@link System#nanoTime}
 */
public record SlowestPace(
    int bytesPerSecond, Duration span, Duration longest, LongSupplier nanoTime) {

  /** Begins a download. */
  Watch watch() {
    return new Watch(nanoTime.getAsLong());
  }

  /** Watches one download. One thread at a time. */
  final class Watch {

    private final long began;
    private long spanBegan;
    private long spanBytes;

    private Watch(long now) {
      began = now;
      spanBegan = now;
    }

    /** Begins a connection. */
    void connected() {
      spanBegan = nanoTime.getAsLong();
      spanBytes = 0;
    }

    /**
     * Counts what was received.
     *
     * @throws BrokenConnectionException if the span that ends was too slow; another connection may
     *     be faster
     * @throws NotServedException if the download took too long
     */
    void received(long bytes) throws IOException {
      long now = nanoTime.getAsLong();
      spanBytes += bytes;
      if (now - began > longest.toNanos()) {
        throw new NotServedException(
            "download must end within %s, but has not after %s"
                .formatted(HttpBody.seconds(longest), seconds(now - began)));
      }
      long nanos = now - spanBegan;
      if (nanos < span.toNanos()) {
        return;
      }
      if (spanBytes < bytesPerSecond * (nanos / 1e9)) {
        throw new BrokenConnectionException(
            "server must send at least %d bytes/s over each %s, but sent %d bytes in %s"
                .formatted(bytesPerSecond, HttpBody.seconds(span), spanBytes, seconds(nanos)));
      }
      spanBegan = now;
      spanBytes = 0;
    }

    /** Whether there is no time left, for other addresses neither. */
    boolean isOver() {
      return nanoTime.getAsLong() - began > longest.toNanos();
    }

    private static String seconds(long nanos) {
      return HttpBody.seconds(Duration.ofNanos(nanos));
    }
  }
}
