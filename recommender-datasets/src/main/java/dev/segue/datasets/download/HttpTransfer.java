package dev.segue.datasets.download;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests the missing part of a gzip file and stores the response (RFC 9110, sections 13.1.5 and
 * 14: If-Range and range requests).
 *
 * @param address where the file is
 * @param silence how long the server may send nothing
 * @param watch tells when it sends too little
 * @param maxBytes the most bytes that the file may have
 * @param part the part received before; the rest is appended to it
 * @param listener called after each piece
 */
record HttpTransfer(
    HttpClient client,
    URI address,
    Duration silence,
    SlowestPace.Watch watch,
    long maxBytes,
    PartialFile part,
    TransferListener listener) {

  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private static final Pattern RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\\*)");

  /**
   * Completes the part.
   *
   * @throws BrokenConnectionException if a retry may succeed
   * @throws NotServedException if a retry would not help
   * @throws IOException if the part cannot be written
   */
  void run() throws IOException {
    Optional<String> version = part.version(address);
    HttpResponse<HttpBody> response = send(request(version));
    try {
      int status = response.statusCode();
      if (status == OK) {
        startOver(response);
      } else if (status == PARTIAL_CONTENT && version.isPresent()) {
        resume(response, version.get());
      } else if (status == RANGE_NOT_SATISFIABLE && version.isPresent()) {
        checkNothingMissing(response.headers());
      } else {
        throw new NotServedException("server answered with status " + status);
      }
    } finally {
      response.body().cancel();
    }
    checkGzip();
  }

  private HttpRequest request(Optional<String> version) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).header("Accept-Encoding", "identity");
    if (version.isPresent()) {
      request.header("Range", "bytes=" + part.size() + "-").header("If-Range", version.get());
    }
    return request.build();
  }

  /**
   * Waits for the head of the response; the meaning of the request's own timeout differs between
   * JDKs.
   */
  private HttpResponse<HttpBody> send(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<HttpBody>> answer =
        client.sendAsync(request, head -> new HttpBody(silence));
    try {
      return answer.get(silence.toNanos(), NANOSECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new BrokenConnectionException("server did not answer for " + HttpBody.seconds(silence));
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw HttpBody.interrupted();
    }
  }

  private static IOException failure(Throwable cause) {
    if (cause.getCause() instanceof UnresolvedAddressException) {
      return new NotServedException("the name of the server has no address");
    }
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return new NotServedException("no connection to the server");
    }
    return new BrokenConnectionException("connection broke: " + cause.getMessage());
  }

  private void startOver(HttpResponse<HttpBody> response) throws IOException {
    OptionalLong total = response.headers().firstValueAsLong("Content-Length");
    checkSize(total.orElse(0));
    try (FileChannel channel = part.startOver(address, version(response.headers()))) {
      receive(response.body(), channel, total);
    }
  }

  private void resume(HttpResponse<HttpBody> response, String version) throws IOException {
    Matcher range = RANGE.matcher(contentRange(response.headers()));
    boolean fits = range.matches() && Long.parseLong(range.group(1)) == part.size();
    // A server that does not know If-Range sends a part of its current version.
    if (!fits || !version(response.headers()).orElse(version).equals(version)) {
      throw doesNotFit(response.headers());
    }
    OptionalLong total =
        range.group(2).equals("*")
            ? OptionalLong.empty()
            : OptionalLong.of(Long.parseLong(range.group(2)));
    checkSize(total.orElse(0));
    try (FileChannel channel = part.resume()) {
      receive(response.body(), channel, total);
    }
  }

  /** Accepts a part that an earlier process received completely but did not finish. */
  private void checkNothingMissing(HttpHeaders headers) throws IOException {
    if (!contentRange(headers).equals("bytes */" + part.size())) {
      throw doesNotFit(headers);
    }
  }

  private BrokenConnectionException doesNotFit(HttpHeaders headers) throws IOException {
    long size = part.size();
    part.discard();
    return new BrokenConnectionException(
        "server must resume at byte %d of the same version, sent %s of version %s"
            .formatted(
                size,
                Quotation.quote(contentRange(headers)),
                Quotation.quote(version(headers).orElse(""))));
  }

  private void receive(HttpBody body, FileChannel channel, OptionalLong total) throws IOException {
    long received = channel.size();
    watch.connected();
    for (List<ByteBuffer> piece = body.next(); !piece.isEmpty(); piece = body.next()) {
      long before = received;
      for (ByteBuffer bytes : piece) {
        received += bytes.remaining();
        checkSize(received);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      listener.onReceived(received, total);
      watch.received(received - before);
    }
    channel.force(true);
    if (received != total.orElse(received)) {
      throw new BrokenConnectionException(
          "connection ended after %d of %d bytes".formatted(received, total.getAsLong()));
    }
  }

  private void checkSize(long bytes) throws IOException {
    if (bytes > maxBytes) {
      part.discard();
      throw new NotServedException(
          "file must have at most %d bytes, but has %d or more".formatted(maxBytes, bytes));
    }
  }

  /** Discards anything but gzip, such as a page that says that the file has moved. */
  private void checkGzip() throws IOException {
    byte[] first;
    try (InputStream stream = Files.newInputStream(part.path())) {
      first = stream.readNBytes(2);
    }
    if (first.length < 2 || (first[0] & 0xFF) != 0x1F || (first[1] & 0xFF) != 0x8B) {
      part.discard();
      throw new NotServedException("server sent something that is not a gzip archive");
    }
  }

  private static String contentRange(HttpHeaders headers) {
    return headers.firstValue("Content-Range").orElse("");
  }

  /** Returns a strong validator of the file: weak ETags do not identify its bytes. */
  private static Optional<String> version(HttpHeaders headers) {
    return headers
        .firstValue("ETag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> headers.firstValue("Last-Modified"));
  }
}
