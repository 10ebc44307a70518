package dev.segue.server.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other processes from a store for as long as it is open, or this process lives. The file of
 * the lock stays, because whoever removes it may remove another's. May be used by any threads.
 */
final class FolderLock implements Closeable {

  private static final String NAME = "listeners.lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a folder.
   *
   * @throws FileSystemException if another store has locked it
   */
  static FolderLock of(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock(channel) == null) {
        throw new FileSystemException(
            folder.toString(),
            null,
            "must be used by one server at a time, but another has it open");
      }
      return new FolderLock(channel);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // by another store in this process
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
