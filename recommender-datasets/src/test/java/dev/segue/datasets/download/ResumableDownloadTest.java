package dev.segue.datasets.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checks the requests to a server, and what follows its good and bad responses. */
@Timeout(120)
class ResumableDownloadTest {

  private static final int LIMIT = 1 << 20;

  /** Longer than any response takes, even on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration IMPATIENCE = Duration.ofMillis(200);

  private static final SlowestPace ANY_PACE =
      new SlowestPace(1, Duration.ofHours(1), Duration.ofHours(1), System::nanoTime);

  private static byte[] file;

  @TempDir Path folder;

  private final List<String> progress = new ArrayList<>();
  private LocalServer server;
  private PartialFile part;

  @BeforeAll
  static void makeFile() throws IOException {
    byte[] noise = new byte[100_000]; // several pieces, however well it compresses
    new Random(1).nextBytes(noise);
    file = TarFile.gzip(noise);
  }

  @BeforeEach
  void startServer() throws IOException {
    server = new LocalServer();
    part = new PartialFile(folder.resolve("file.gz"));
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void progress() throws IOException {
    server.thenWhole(file);

    fetch(server.address("first"));

    assertThat(progress).hasSizeGreaterThan(2);
    assertThat(progress.get(progress.size() - 1)).isEqualTo("%1$d of %1$d".formatted(file.length));
  }

  @Test
  void progress_ofUnknownTotal() throws IOException {
    server.then("200 OK", file);

    fetch(server.address("first"));

    assertThat(progress.get(progress.size() - 1)).isEqualTo(file.length + " of ?");
  }

  @Test
  void listener_thatThrows_endsIt() {
    server.thenWhole(file);

    assertThatThrownBy(
            () ->
                download(PATIENCE, server.address("first"))
                    .fetch(
                        part,
                        (received, total) -> {
                          throw new IllegalStateException("enough");
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough");
  }

  @Test
  void redirected() throws IOException {
    server.then("301 Moved\nLocation: /there").thenWhole(file);

    fetch(server.address("first"));

    assertThat(server.requests()).containsExactly("/first", "/there");
  }

  @Test
  void brokenConnection_isResumed() throws IOException {
    server.thenBroken(file, 40_000).thenRest(file, 40_000);

    fetch(server.address("first"));

    assertThat(part.path()).hasBinaryContent(file);
    assertThat(server.requests())
        .containsExactly("/first", "/first | If-Range: \"v1\" | Range: bytes=40000-");
    assertThat(progress.get(progress.size() - 1)).isEqualTo("%1$d of %1$d".formatted(file.length));
  }

  @Test
  void brokenConnection_withoutETag_isResumedByDate() throws IOException {
    String date = "Sat, 01 Jun 2013 10:00:00 GMT";
    server
        .thenBroken(
            "200 OK\nETag: W/\"weak\"\nLast-Modified: %s\nContent-Length: %d"
                .formatted(date, file.length),
            Arrays.copyOf(file, 40_000))
        .then(LocalServer.partial(40_000, file.length, file.length, "W/\"weak\""), rest(40_000));

    fetch(server.address("first"));

    assertThat(server.requests().get(1))
        .isEqualTo("/first | If-Range: %s | Range: bytes=40000-", date);
  }

  @Test
  void brokenConnection_toAServerWithoutVersions_startsOver() throws IOException {
    server
        .thenBroken("200 OK\nContent-Length: " + file.length, Arrays.copyOf(file, 40_000))
        .thenWhole(file);

    fetch(server.address("first"));

    assertThat(server.requests()).containsExactly("/first", "/first");
  }

  @Test
  void range_ignored_startsOver() throws IOException {
    server
        .thenBroken(file, 40_000)
        .then("200 OK\nETag: \"v2\"\nContent-Length: " + file.length, file);

    fetch(server.address("first"));

    assertThat(part.path()).hasBinaryContent(file);
    assertThat(part.version(server.address("first"))).hasValue("\"v2\"");
  }

  @Test
  void range_ofAnotherVersion_startsOver() throws IOException {
    server
        .thenBroken(file, 40_000)
        .then(LocalServer.partial(40_000, file.length, file.length, "\"v2\""), rest(40_000))
        .thenWhole(file);

    fetch(server.address("first"));

    assertThat(server.requests()).hasSize(3).last().isEqualTo("/first");
    assertThat(part.path()).hasBinaryContent(file);
  }

  @Test
  void range_thatBeginsElsewhere_startsOver() throws IOException {
    server.thenBroken(file, 40_000).thenRest(file, 30_000).thenWhole(file);

    fetch(server.address("first"));

    assertThat(server.requests()).hasSize(3).last().isEqualTo("/first");
    assertThat(part.path()).hasBinaryContent(file);
  }

  @Test
  void range_thatEndsTooSoon_isResumed() throws IOException {
    server
        .thenBroken(file, 40_000)
        .then(
            LocalServer.partial(40_000, 50_000, file.length, LocalServer.VERSION),
            Arrays.copyOfRange(file, 40_000, 50_000))
        .thenRest(file, 50_000);

    fetch(server.address("first"));

    assertThat(server.requests()).last().asString().endsWith("Range: bytes=50000-");
    assertThat(part.path()).hasBinaryContent(file);
  }

  @Test
  void range_afterTheEnd_isWhole() throws IOException {
    leavePart(file);
    server.then("416 Enough\nContent-Range: bytes */" + file.length);

    fetch(server.address("first"));

    assertThat(part.path()).hasBinaryContent(file);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void range_afterTheEndOfAShorterFile_startsOver() throws IOException {
    leavePart(new byte[file.length + 1]);
    server.then("416 Enough\nContent-Range: bytes */" + file.length).thenWhole(file);

    fetch(server.address("first"));

    assertThat(part.path()).hasBinaryContent(file);
  }

  @Test
  void range_neverAskedOfAnotherServer() throws IOException {
    server.thenBroken(file, 40_000).then("404 Gone");
    server.thenWhole(file);

    fetch(server.address("first"), server.address("mirror"));

    assertThat(server.requests()).hasSize(3).last().isEqualTo("/mirror");
    assertThat(part.path()).hasBinaryContent(file);
  }

  @Test
  void notFound_thenMirror() throws IOException {
    server.then("404 Not Found", "<html>".getBytes()).thenWhole(file);

    fetch(server.address("first"), server.address("mirror"));

    assertThat(server.requests()).containsExactly("/first", "/mirror");
  }

  @Test
  void pageInsteadOfFile_thenMirror() throws IOException {
    byte[] page = "<html>This page has moved.</html>".getBytes();
    server.thenWhole(page).thenWhole(file);

    fetch(server.address("first"), server.address("mirror"));

    assertThat(part.path()).hasBinaryContent(file);
  }

  @Test
  void allFailing() throws IOException {
    URI closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = URI.create("http://127.0.0.1:%d/closed".formatted(socket.getLocalPort()));
    }
    byte[] page = "<html>".getBytes();
    server.then("404 Not Found").thenWhole(page);
    URI unknown = URI.create("http://no-such-host.invalid/"); // RFC 6761: never known

    assertThatThrownBy(
            () -> fetch(server.address("first"), server.address("mirror"), closed, unknown))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage(
            "%s: could not be fetched: "
                + "%s: server answered with status 404; "
                + "%s: server sent something that is not a gzip archive; "
                + "%s: no connection to the server; "
                + "%s: the name of the server has no address",
            part.file(), server.address("first"), server.address("mirror"), closed, unknown);
    assertThat(part.path()).doesNotExist();
  }

  @Test
  void everyConnectionBreaks() {
    server.thenBroken(file, 10_000);
    for (int from = 10_000; from < 30_000; from += 10_000) {
      server.thenBroken(
          LocalServer.partial(from, file.length, file.length, LocalServer.VERSION),
          Arrays.copyOfRange(file, from, from + 10_000));
    }

    assertThatThrownBy(() -> fetch(server.address("first")))
        .hasMessageStartingWith(
            "%s: could not be fetched: %s: connection broke: "
                .formatted(part.file(), server.address("first")))
        .hasMessageEndingWith("; 30000 bytes are kept, the next call resumes the download");
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  @Tag("slow")
  void server_thatFallsSilent_isResumed() throws IOException {
    server.thenStall(file, 40_000).thenRest(file, 40_000);

    fetch(Duration.ofSeconds(1), server.address("first"));

    assertThat(server.requests().get(1)).endsWith("Range: bytes=40000-");
  }

  @Test
  void server_thatSendsNothing() {
    server.thenStall(file, 0).thenStall(file, 0).thenStall(file, 0);

    assertThatThrownBy(() -> fetch(IMPATIENCE, server.address("first")))
        .hasMessageEndingWith("/first: server sent nothing for 0.2 s");
  }

  @Test
  @Tag("slow")
  void server_thatDoesNotAnswer() {
    server.thenStall().thenStall().thenStall();

    assertThatThrownBy(() -> fetch(IMPATIENCE, server.address("first")))
        .hasMessageEndingWith("/first: server did not answer for 0.2 s");
  }

  @Test
  void server_thatIsSlow_isTriedAgain_andWhatItSentIsKept() throws IOException {
    AtomicLong minutes = new AtomicLong();
    SlowestPace pace = // a minute passes at each look
        new SlowestPace(
            LIMIT,
            Duration.ofMinutes(1),
            Duration.ofDays(1),
            () -> Duration.ofMinutes(minutes.incrementAndGet()).toNanos());
    server.thenWhole(file);

    assertThatThrownBy(
            () ->
                download(PATIENCE, pace, 1, server.address("first"))
                    .fetch(part, (received, total) -> {}))
        .hasMessageContaining(
            "/first: server must send at least 1048576 bytes/s over each 60.0 s, but sent ")
        .hasMessageEndingWith(" bytes are kept, the next call resumes the download");
    assertThat(part.size()).isBetween(1L, file.length - 1L);

    server.thenRest(file, (int) part.size());
    fetch(server.address("first"));

    assertThat(part.path()).hasBinaryContent(file);
  }

  @Test
  void download_thatTakesTooLong_asksNoOtherServer() {
    AtomicLong hours = new AtomicLong();
    SlowestPace pace = // an hour passes at each look
        new SlowestPace(
            1,
            Duration.ofDays(1),
            Duration.ofHours(2),
            () -> Duration.ofHours(hours.incrementAndGet()).toNanos());
    server.thenWhole(file).thenWhole(file);

    assertThatThrownBy(
            () ->
                download(PATIENCE, pace, 3, server.address("first"), server.address("mirror"))
                    .fetch(part, (received, total) -> {}))
        .hasMessageContaining(
            "/first: download must end within 7200.0 s, but has not after 10800.0 s; ")
        .hasMessageEndingWith(" bytes are kept, the next call resumes the download");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void tooLarge_asAnnounced() {
    server.thenBroken("200 OK\nContent-Length: " + (LIMIT + 1), new byte[1000]);

    assertThatThrownBy(() -> fetch(server.address("first")))
        .hasMessageEndingWith(
            "/first: file must have at most 1048576 bytes, but has 1048577 or more");
    assertThat(part.path()).doesNotExist();
  }

  @Test
  void tooLarge_notAnnounced() {
    server.then("200 OK\nETag: " + LocalServer.VERSION, new byte[2 * LIMIT]);

    assertThatThrownBy(() -> fetch(server.address("first")))
        .hasMessageContaining("/first: file must have at most 1048576 bytes, but has ");
    assertThat(server.requests()).hasSize(1);
    assertThat(part.path()).doesNotExist();
  }

  @Test
  void tooLarge_afterAPart() throws IOException {
    leavePart(new byte[1000]);
    server.thenBroken(
        LocalServer.partial(1000, LIMIT + 1, LIMIT + 1, LocalServer.VERSION), new byte[0]);

    assertThatThrownBy(() -> fetch(server.address("first")))
        .hasMessageEndingWith(
            "/first: file must have at most 1048576 bytes, but has 1048577 or more");
  }

  @Test
  void thread_interrupted() {
    server.thenWhole(file);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> fetch(server.address("first")))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("download was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  private void fetch(URI... addresses) throws IOException {
    fetch(PATIENCE, addresses);
  }

  private void fetch(Duration silence, URI... addresses) throws IOException {
    download(silence, addresses)
        .fetch(part, (received, total) -> progress.add(shown(received, total)));
  }

  private static ResumableDownload download(Duration silence, URI... addresses) {
    return download(silence, ANY_PACE, 3, addresses);
  }

  private static ResumableDownload download(
      Duration silence, SlowestPace pace, int tries, URI... addresses) {
    return new ResumableDownload(
        List.of(addresses), PATIENCE, silence, pace, tries, Duration.ofMillis(1), LIMIT);
  }

  private static String shown(long received, OptionalLong total) {
    return received + " of " + (total.isPresent() ? total.getAsLong() : "?");
  }

  private void leavePart(byte[] bytes) throws IOException {
    try (var channel = part.startOver(server.address("first"), Optional.of(LocalServer.VERSION))) {
      channel.write(ByteBuffer.wrap(bytes));
    }
  }

  private static byte[] rest(int from) {
    return Arrays.copyOfRange(file, from, file.length);
  }
}
