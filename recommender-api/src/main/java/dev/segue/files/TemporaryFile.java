package dev.segue.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A file under a temporary name until it is complete. Locked while it is written, so that nobody
 * takes it for a leftover of a killed process. One thread at a time.
 *
 * <p>The name is {@code .segue-HASH-PROCESS-NUMBER.tmp}: the hash of the target's name, a random id
 * of this Java virtual machine, and a running number.
 */
final class TemporaryFile implements AutoCloseable {

  static final String NAMES = ".segue-*.tmp";

  private static final String PROCESS = UUID.randomUUID().toString();
  private static final AtomicLong NUMBER = new AtomicLong();

  private static final Set<StandardOpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path target;
  private final Path path;
  private final FileChannel channel;
  private final Optional<Set<PosixFilePermission>> permissions;

  private TemporaryFile(
      Path target, Path path, FileChannel channel, Optional<Set<PosixFilePermission>> permissions) {
    this.target = target;
    this.path = path;
    this.channel = channel;
    this.permissions = permissions;
  }

  static TemporaryFile create(Path target) throws IOException {
    Optional<Set<PosixFilePermission>> permissions = permissions(target);
    // Until it gets the permissions of the file it replaces, only the owner may read it.
    FileAttribute<?>[] attributes =
        permissions.isPresent()
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    while (true) {
      Path path = target.resolveSibling(prefix(target) + NUMBER.getAndIncrement() + ".tmp");
      FileChannel channel = FileChannel.open(path, NEW_FILE, attributes);
      TemporaryFile temporary = new TemporaryFile(target, path, channel, permissions);
      if (temporary.lock()) {
        return temporary;
      }
      temporary.close();
    }
  }

  /** Locks the file; false if somebody took it for a leftover before that. */
  private boolean lock() {
    try {
      return tryLock(channel) != null && Files.exists(path);
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException | UnsupportedOperationException e) {
      return true; // Without locks nobody removes leftovers either.
    }
  }

  /**
   * Locks a byte beyond the end of any file, since on Windows other programs cannot read locked
   * bytes.
   */
  static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    return channel.tryLock(Long.MAX_VALUE - 1, 1, false);
  }

  /** Whether a killed process may have left this file for a target. */
  static boolean isLeftover(Path path, Path target) {
    String name = String.valueOf(path.getFileName());
    return name.startsWith(prefixOfAll(target)) && !name.startsWith(prefix(target));
  }

  private static String prefix(Path target) {
    return prefixOfAll(target) + PROCESS + "-";
  }

  private static String prefixOfAll(Path target) {
    return ".segue-%08x-".formatted(String.valueOf(target.getFileName()).hashCode());
  }

  private static Optional<Set<PosixFilePermission>> permissions(Path file) throws IOException {
    @Nullable PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class);
    try {
      return view == null ? Optional.empty() : Optional.of(view.readAttributes().permissions());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  Path target() {
    return target;
  }

  /**
   * The stream to write the content to. Closing it does not close the channel, which would unlock
   * the file.
   */
  OutputStream content() {
    return new BufferedOutputStream(
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            try {
              while (buffer.hasRemaining()) {
                channel.write(buffer);
              }
            } catch (IOException e) {
              throw named(e);
            }
          }
        },
        BUFFER_BYTES);
  }

  /** Says which file it is, since the system does not: {@code No space left on device}. */
  private IOException named(IOException e) {
    if (e.getClass() != IOException.class) {
      return e;
    }
    FileSystemException named = new FileSystemException(target.toString(), null, e.getMessage());
    named.initCause(e);
    return named;
  }

  /** Sets the permissions of the file it replaces, and waits until the content is on disk. */
  void force() throws IOException {
    if (permissions.isPresent() && !permissions.equals(permissions(path))) {
      Files.setPosixFilePermissions(path, permissions.get());
    }
    channel.force(true);
  }

  void replaceTarget() throws IOException {
    try {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Unlocks the file, and deletes it unless it has replaced its target. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(path);
    }
  }
}
