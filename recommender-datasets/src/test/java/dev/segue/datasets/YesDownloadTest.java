package dev.segue.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import dev.segue.datasets.download.LocalServer;
import dev.segue.datasets.download.RecordedChecksum;
import dev.segue.datasets.download.ResumableDownload;
import dev.segue.datasets.download.SlowestPace;
import dev.segue.datasets.download.TarFile;
import dev.segue.datasets.download.TarUnpacker;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checks what is downloaded, kept, verified and unpacked, from a URL to a folder of files. */
@Timeout(120)
class YesDownloadTest {

  private static byte[] archive;

  @TempDir Path folder;

  private LocalServer server;

  @BeforeAll
  static void makeArchive() throws IOException {
    byte[] noise = new byte[100_000]; // several pieces, however well it compresses
    new Random(1).nextBytes(noise);
    archive =
        new TarFile()
            .file("dataset/yes_big/train.txt", "11 22 \n1 1 \n0 1 \n")
            .file("dataset/noise", noise)
            .gzip();
  }

  @BeforeEach
  void startServer() throws IOException {
    server = new LocalServer();
    folder = folder.toRealPath();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void whole() throws IOException {
    server.thenWhole(archive);

    download(server.address("first"));

    assertThat(YesDataset.read(folder.resolve("dataset/yes_big/train.txt")).playlists()).hasSize(1);
    assertThat(folder.resolve("dataset.tar.gz")).hasBinaryContent(archive);
    assertThat(folder.resolve("dataset.tar.gz.sha256"))
        .hasContent(RecordedChecksum.of(folder.resolve("dataset.tar.gz")) + "  dataset.tar.gz");
    assertThat(server.requests()).containsExactly("/first");
    assertThat(folder.resolve("dataset.tar.gz.part")).doesNotExist();
    assertThat(folder.resolve("dataset.tar.gz.part.version")).doesNotExist();
  }

  @Test
  void again_isUnpackedFromTheKeptArchive() throws IOException {
    server.thenWhole(archive);
    download(server.address("first"));
    Files.delete(folder.resolve("dataset/yes_big/train.txt"));

    download(server.address("first"));

    assertThat(folder.resolve("dataset/yes_big/train.txt")).exists();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void archivePutThereByHand_isUnpacked() throws IOException {
    Files.write(folder.resolve("dataset.tar.gz"), archive);

    download(server.address("first"));

    assertThat(folder.resolve("dataset/yes_big/train.txt")).exists();
    assertThat(folder.resolve("dataset.tar.gz.sha256")).exists();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void keptArchive_thatChanged_isFetchedAgain() throws IOException {
    server.thenWhole(archive).thenWhole(archive);
    download(server.address("first"));
    Files.write(folder.resolve("dataset.tar.gz"), new byte[10]);

    download(server.address("first"));

    assertThat(folder.resolve("dataset.tar.gz")).hasBinaryContent(archive);
  }

  @Test
  void brokenConnection_isResumedByALaterProcess() throws IOException {
    server.thenBroken(archive, 40_000).then("503 Busy");

    assertThatThrownBy(() -> download(server.address("first")))
        .hasMessage(
            "%s: could not be fetched: %s: server answered with status 503; "
                    .formatted(folder.resolve("dataset.tar.gz"), server.address("first"))
                + "40000 bytes are kept, the next call resumes the download");

    server.thenRest(archive, 40_000);
    download(server.address("first"));

    assertThat(server.requests().get(2)).endsWith("Range: bytes=40000-");
    assertThat(folder.resolve("dataset.tar.gz")).hasBinaryContent(archive);
  }

  @Test
  void archive_cutOffAtTheServer() {
    byte[] cut = Arrays.copyOf(archive, archive.length / 2);
    server.thenWhole(cut);

    assertThatThrownBy(() -> download(server.address("first")))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(folder.resolve("dataset.tar.gz") + ": is damaged or cut off (");
    assertThat(folder.resolve("dataset")).doesNotExist();
    assertThat(folder.resolve("dataset.tar.gz.sha256")).doesNotExist();
  }

  @Test
  void archive_hostile() throws IOException {
    byte[] hostile = new TarFile().file("good", "good").file("../bad", "bad").gzip();
    server.thenWhole(hostile);

    assertThatThrownBy(() -> download(server.address("first")))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            "%s: entry '../bad': name must not lead out of the folder",
            folder.resolve("dataset.tar.gz"));
    assertThat(folder.resolve("good")).doesNotExist();
    assertThat(folder.resolve("../bad")).doesNotExist();
  }

  @Test
  void checksum_differs() throws IOException {
    Path record = folder.resolve("dataset.tar.gz.sha256");
    Files.writeString(record, "0".repeat(64) + "  dataset.tar.gz\n");
    server.thenWhole(archive).then("416 Enough\nContent-Range: bytes */" + archive.length);

    assertThatThrownBy(() -> download(server.address("first")))
        .hasMessage(
            "%s: SHA-256 must be %s as recorded in dataset.tar.gz.sha256, was %s; delete that"
                + " record to accept the new file",
            folder.resolve("dataset.tar.gz"),
            "0".repeat(64),
            RecordedChecksum.of(folder.resolve("dataset.tar.gz.part")));
    assertThat(folder.resolve("dataset")).doesNotExist();

    Files.delete(record);
    download(server.address("first"));
    assertThat(folder.resolve("dataset/yes_big/train.txt")).exists();
  }

  @Test
  void checksum_unreadable() throws IOException {
    Path record = Files.writeString(folder.resolve("dataset.tar.gz.sha256"), "12\n");

    assertThatThrownBy(() -> download(server.address("first")))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            record + ": must be a line of 64 hexadecimal digits and a file name, but is not");
  }

  @Test
  void folder_isMade() throws IOException {
    folder = folder.resolve("a/b");
    server.thenWhole(archive);

    download(server.address("first"));

    assertThat(folder.resolve("dataset/yes_big/train.txt")).exists();
  }

  @Test
  void folder_isAFile() throws IOException {
    folder = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> download(server.address("first")))
        .hasMessage(folder + ": must be a folder, but is a file");
  }

  @Test
  void folder_inUse() throws IOException {
    try (FileChannel other =
        FileChannel.open(
            folder.resolve(".dataset.tar.gz.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      other.lock();

      assertThatThrownBy(() -> download(server.address("first")))
          .hasMessage(folder + ": another download into this folder is running");
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void published() {
    assertThat(YesDownload.PUBLISHED.download().addresses())
        .extracting(URI::toString)
        .containsExactly(
            "https://www.cs.cornell.edu/~shuochen/lme/dataset.tar.gz",
            "https://csinpi.github.io/lme/dataset.tar.gz");
  }

  @Test
  void arguments_null() {
    assertThatNullPointerException()
        .isThrownBy(() -> YesDataset.download(null))
        .withMessage("folder");
    assertThatNullPointerException()
        .isThrownBy(() -> YesDataset.download(folder, null))
        .withMessage("listener");
  }

  private void download(URI... addresses) throws IOException {
    new YesDownload(
            new ResumableDownload(
                List.of(addresses),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                new SlowestPace(1, Duration.ofMinutes(1), Duration.ofHours(1), System::nanoTime),
                3,
                Duration.ofMillis(1),
                1 << 20),
            new TarUnpacker.Limits(20, 1 << 26))
        .into(folder, (received, total) -> {});
  }
}
