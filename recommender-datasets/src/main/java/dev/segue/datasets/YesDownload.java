package dev.segue.datasets;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.segue.datasets.download.PartialFile;
import dev.segue.datasets.download.RecordedChecksum;
import dev.segue.datasets.download.ResumableDownload;
import dev.segue.datasets.download.SlowestPace;
import dev.segue.datasets.download.TarUnpacker;
import dev.segue.files.Existing;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Downloads the archive of the playlists if it is missing, and unpacks it. Immutable.
 *
 * @param download how to download the archive
 * @param limits the limits of what it unpacks to
 */
record YesDownload(ResumableDownload download, TarUnpacker.Limits limits) {

  static final String ARCHIVE = "dataset.tar.gz";

  /** Slower than any modem; at this pace a file of the largest size takes 18 hours. */
  private static final SlowestPace SLOWEST =
      new SlowestPace(4096, Duration.ofMinutes(1), Duration.ofHours(24), System::nanoTime);

  /**
   * The author's page, and the author's mirror of it. No checksum was published, so only the
   * encrypted connection protects the archive from changes.
   */
  static final YesDownload PUBLISHED =
      new YesDownload(
          new ResumableDownload(
              List.of(
                  URI.create("https://www.cs.cornell.edu/~shuochen/lme/" + ARCHIVE),
                  URI.create("https://csinpi.github.io/lme/" + ARCHIVE)),
              Duration.ofSeconds(20),
              Duration.ofSeconds(30),
              SLOWEST,
              5,
              Duration.ofSeconds(1),
              256L << 20),
          new TarUnpacker.Limits(10_000, 2L << 30));

  /** Unpacks the archive into a folder, which is created if missing. */
  void into(Path folder, DownloadListener listener) throws IOException {
    Existing.checkNoFile(folder);
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    FileChannel lock = lock(folder);
    try {
      fetchAndUnpack(folder.toRealPath(), listener);
    } finally {
      lock.close();
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel = FileChannel.open(folder.resolve("." + ARCHIVE + ".lock"), CREATE, WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // another thread holds the lock; treated like another process
    }
    channel.close();
    throw new FileSystemException(
        folder.toString(), null, "another download into this folder is running");
  }

  /** Keeps an archive that was put there by hand as if it had been downloaded. */
  private void fetchAndUnpack(Path folder, DownloadListener listener) throws IOException {
    Path archive = folder.resolve(ARCHIVE);
    RecordedChecksum record = new RecordedChecksum(archive);
    Optional<String> recorded = record.read();
    Optional<String> found =
        Files.isRegularFile(archive) ? Optional.of(RecordedChecksum.of(archive)) : Optional.empty();
    boolean kept = found.isPresent() && recorded.or(() -> found).equals(found);
    String checksum = kept ? found.get() : fetch(archive, record, recorded, listener);
    new TarUnpacker(archive, folder, limits).unpack();
    if (recorded.isEmpty()) { // only now is it known to be complete
      record.write(checksum);
    }
  }

  private String fetch(
      Path archive, RecordedChecksum record, Optional<String> recorded, DownloadListener listener)
      throws IOException {
    PartialFile part = new PartialFile(archive);
    download.fetch(part, listener::onProgress);
    String checksum = RecordedChecksum.of(part.path());
    if (!recorded.orElse(checksum).equals(checksum)) {
      throw new IOException(
          "%s: SHA-256 must be %s as recorded in %s, was %s; delete that record to accept the new file"
              .formatted(archive, recorded.get(), record.path().getFileName(), checksum));
    }
    part.complete();
    return checksum;
  }
}
