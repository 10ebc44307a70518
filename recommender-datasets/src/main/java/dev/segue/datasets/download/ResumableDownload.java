package dev.segue.datasets.download;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Downloads a file from the first of several addresses that serves it completely. Resumes where a
 * broken connection or an earlier process ended. Immutable.
 *
 * @param addresses the addresses of the same file, best first
 * @param connectTimeout how long a connection may take
 * @param silence how long a server may send nothing
 * @param pace how slow a download may be
 * @param tries the most connections to one address, at least 1
 * @param pause how long to wait before the second of them; twice as long before the third, and so
 *     on
 * @param maxBytes the most bytes that the file may have
 */
public record ResumableDownload(
    List<URI> addresses,
    Duration connectTimeout,
    Duration silence,
    SlowestPace pace,
    int tries,
    Duration pause,
    long maxBytes) {

  /**
   * Completes the part.
   *
   * @param part the part received before; the rest is appended to it
   * @param listener called after each piece
   * @throws IOException if no address serves the file; the message says what happened at each, and
   *     the part received is kept
   */
  public void fetch(PartialFile part, TransferListener listener) throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // one file: nothing to gain, one handshake less
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(connectTimeout)
            .build();
    SlowestPace.Watch watch = pace.watch();
    List<IOException> failures = new ArrayList<>();
    for (URI address : addresses) {
      try {
        fetch(new HttpTransfer(client, address, silence, watch, maxBytes, part, listener));
        return;
      } catch (BrokenConnectionException | NotServedException e) {
        failures.add(e);
        if (watch.isOver()) {
          break;
        }
      }
    }
    throw failure(part, failures);
  }

  private void fetch(HttpTransfer transfer) throws IOException {
    int attempt = 1;
    while (true) {
      try {
        transfer.run();
        return;
      } catch (BrokenConnectionException e) {
        if (attempt == tries) {
          throw e;
        }
        sleep(pause.multipliedBy(attempt));
        attempt++;
      }
    }
  }

  private static void sleep(Duration pause) throws IOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw HttpBody.interrupted();
    }
  }

  private IOException failure(PartialFile part, List<IOException> failures) throws IOException {
    StringBuilder message = new StringBuilder(part.file() + ": could not be fetched");
    for (int index = 0; index < failures.size(); index++) {
      message
          .append(index == 0 ? ": " : "; ")
          .append(addresses.get(index))
          .append(": ")
          .append(failures.get(index).getMessage());
    }
    if (part.resumable()) {
      message.append(
          "; %d bytes are kept, the next call resumes the download".formatted(part.size()));
    }
    IOException failure = new IOException(message.toString());
    failures.forEach(failure::addSuppressed);
    return failure;
  }
}
