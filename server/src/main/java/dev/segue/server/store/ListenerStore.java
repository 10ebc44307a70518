package dev.segue.server.store;

import com.google.common.io.Closer;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.segue.files.Existing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What listeners played, skipped, liked and banned, in an SQLite database in a folder. May be used
 * by any threads, virtual ones too.
 *
 * <p>A call that writes returns when what it wrote is committed: the operating system has it, and a
 * killed process loses none of it. A loss of power may lose the last seconds, but leaves a database
 * that is whole. Writes of many threads are committed together, so that many take little longer
 * than one.
 *
 * <p>A listener is known after the first event, ban or rules. Each write for a listener counts as
 * seen. Names of listeners are any texts that are not empty, and Unicode. Other programs may read
 * the database meanwhile, but not write to it.
 *
 * <p>Where SQLite fails, such as on a full disk, calls throw an {@link IOException} that names the
 * file, what could not be done, and SQLite's reason; later calls work once the reason is gone. A
 * call whose thread is interrupted throws an {@link java.io.InterruptedIOException}, and the flag
 * stays set; what it was to write may be written nevertheless. A call after {@link #close} throws
 * an {@link IllegalStateException}.
 */
public final class ListenerStore implements AutoCloseable {

  /** So many listeners are forgotten at once, or looked up: others write between. */
  private static final int LISTENERS_AT_ONCE = 50;

  private final DatabaseFile file;
  private final InstantSource clock;
  private final Readers readers;
  private final GroupCommit writer;

  /** What is closed at the end, last first. */
  private final Closer closer;

  /** Calls hold it for reading, and the end for writing: so it comes after all calls. */
  private final StampedLock inUse = new StampedLock();

  private boolean isClosed;

  private ListenerStore(
      DatabaseFile file, InstantSource clock, Readers readers, GroupCommit writer, Closer closer) {
    this.file = file;
    this.clock = clock;
    this.readers = readers;
    this.writer = writer;
    this.closer = closer;
  }

  /**
   * Opens the store in a folder, or makes it: the file {@code listeners.db}, its log beside it, and
   * {@code listeners.lock}, which keeps other processes from it while it is open.
   *
   * <p>If the store was not closed the last time, the whole file is checked for damage first, which
   * takes seconds for each gigabyte.
   *
   * @param folder the folder, which is made if it is not there
   * @param limits how much the store takes; what is over them already stays until more is added
   * @return the store
   * @throws dev.segue.FileFormatException if the file is another program's, of a newer version, cut
   *     off or damaged; it is left as it is
   * @throws FileSystemException if another process has the store open
   * @throws IOException if the folder cannot be written to
   */
  public static ListenerStore open(Path folder, Limits limits) throws IOException {
    return open(folder, limits, InstantSource.system());
  }

  static ListenerStore open(Path folder, Limits limits, InstantSource clock) throws IOException {
    Objects.requireNonNull(limits, "limits");
    Existing.checkNoFile(Objects.requireNonNull(folder, "folder"));
    Files.createDirectories(folder);
    Closer closer = Closer.create();
    try {
      closer.register(FolderLock.of(folder));
      return open(DatabaseFile.in(folder), limits, clock, closer);
    } catch (Throwable e) {
      try {
        throw closer.rethrow(e);
      } finally {
        closer.close();
      }
    }
  }

  private static ListenerStore open(
      DatabaseFile file, Limits limits, InstantSource clock, Closer closer) throws IOException {
    try {
      Checkpoints checkpoints = closer.register(new Checkpoints(file));
      Readers readers = closer.register(new Readers(file));
      GroupCommit writer = closer.register(new GroupCommit(file, limits, checkpoints));
      return new ListenerStore(file, clock, readers, writer, closer);
    } catch (SQLException e) {
      throw file.failure("open the database", e);
    }
  }

  /**
   * Adds an event. The same event twice is one event, with the time heard that was told last. If
   * the listener has more events than the limit, the oldest are dropped. A title, an artist and
   * tags that are not empty replace those that were known of the song.
   *
   * @param listener the listener
   * @param event the event
   * @throws TooManyListenersException if the listener is new, and there are as many as may be
   * @throws IOException if it cannot be written
   */
  public void add(String listener, Event event) throws IOException {
    checkListener(listener);
    Objects.requireNonNull(event, "event");
    long now = now();
    write("add an event", tables -> tables.add(listener, event, now));
  }

  /**
   * Returns what a listener did.
   *
   * @param listener the listener
   * @return by time, then by id of the song (in the order of code points), then by kind; empty if
   *     the listener is unknown
   * @throws IOException if it cannot be read
   */
  public List<Event> events(String listener) throws IOException {
    checkListener(listener);
    return read("read events", queries -> queries.events(listener));
  }

  /**
   * Bans a song or an artist.
   *
   * @param listener the listener
   * @param ban what is banned
   * @throws TooManyListenersException if the listener is new, and there are as many as may be
   * @throws IOException if it cannot be written
   */
  public void ban(String listener, Ban ban) throws IOException {
    checkListener(listener);
    Objects.requireNonNull(ban, "ban");
    long now = now();
    write("add a ban", tables -> tables.ban(listener, ban, now));
  }

  /**
   * Takes a ban back, if there is one.
   *
   * @param listener the listener
   * @param ban what is banned
   * @throws IOException if it cannot be written
   */
  public void unban(String listener, Ban ban) throws IOException {
    checkListener(listener);
    Objects.requireNonNull(ban, "ban");
    long now = now();
    write("take a ban back", tables -> tables.unban(listener, ban, now));
  }

  /**
   * Returns what a listener has banned.
   *
   * @param listener the listener
   * @return the bans, songs first; empty if the listener is unknown
   * @throws IOException if it cannot be read
   */
  public Set<Ban> bans(String listener) throws IOException {
    checkListener(listener);
    return read("read bans", queries -> queries.bans(listener));
  }

  /**
   * Sets a listener's own rules, or removes them.
   *
   * @param listener the listener
   * @param text the rules as text, of which the store knows nothing; empty to remove them
   * @throws TooManyListenersException if the listener is new, and there are as many as may be
   * @throws IOException if it cannot be written
   */
  public void rules(String listener, Optional<String> text) throws IOException {
    checkListener(listener);
    Objects.requireNonNull(text, "text")
        .ifPresent(rules -> StoredText.checkUnicode("rules", rules));
    long now = now();
    write("write rules", tables -> tables.rules(listener, text, now));
  }

  /**
   * Returns a listener's own rules.
   *
   * @param listener the listener
   * @return the rules as they were set; empty if there are none, or the listener is unknown
   * @throws IOException if it cannot be read
   */
  public Optional<String> rules(String listener) throws IOException {
    checkListener(listener);
    return read("read rules", queries -> queries.rules(listener));
  }

  /**
   * Forgets all that is known of a listener: the name, the events, the bans and the rules. Songs
   * stay known. The bytes are overwritten in the file, and in its log when it is written over or
   * the store is closed.
   *
   * @param listener the listener
   * @return whether the listener was known
   * @throws IOException if it cannot be written
   */
  public boolean forget(String listener) throws IOException {
    checkListener(listener);
    return write("forget a listener", tables -> tables.forget(listener));
  }

  /**
   * Forgets all listeners who were last seen before a time, some at once, so that other writes need
   * not wait for all.
   *
   * @param before the time, of which whole seconds count
   * @return how many listeners were forgotten
   * @throws IOException if it cannot be written; some may be forgotten then
   */
  public int forgetUnseen(Instant before) throws IOException {
    long second = Objects.requireNonNull(before, "before").getEpochSecond();
    int forgotten = 0;
    long last = 0;
    while (true) {
      List<ListenerQueries.Listener> unseen = listenersAfter(last, second);
      if (unseen.isEmpty()) {
        return forgotten;
      }
      List<String> names = unseen.stream().map(ListenerQueries.Listener::name).toList();
      forgotten += write("forget listeners", tables -> tables.forgetUnseen(names, second));
      last = unseen.get(unseen.size() - 1).id();
    }
  }

  private List<ListenerQueries.Listener> listenersAfter(long after, long seenBefore)
      throws IOException {
    return read(
        "read listeners", queries -> queries.listeners(after, seenBefore, LISTENERS_AT_ONCE));
  }

  /**
   * Returns how many listeners are known.
   *
   * @return the number
   */
  public long listeners() {
    return writer.counts().listeners();
  }

  /**
   * Returns how many events there are.
   *
   * @return the number, of all listeners
   */
  public long events() {
    return writer.counts().events();
  }

  /**
   * Returns the events of all listeners: listener by listener in the order in which they came, each
   * as {@link #events(String)} has them at the moment when the stream comes there. Nothing waits
   * for a stream that is read slowly, and it need not be closed. An {@link IOException} is thrown
   * as an {@link UncheckedIOException}.
   *
   * @return the events; the events of one listener at a time are in memory
   */
  public Stream<ListenerEvent> allEvents() {
    return StreamSupport.stream(new NamesInOrder(), false)
        .flatMap(name -> eventsOf(name).stream().map(event -> new ListenerEvent(name, event)));
  }

  private List<Event> eventsOf(String listener) {
    try {
      return events(listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all listeners, some of which are read at once. */
  private final class NamesInOrder extends Spliterators.AbstractSpliterator<String> {

    private final Deque<ListenerQueries.Listener> next = new ArrayDeque<>();
    private long last;

    NamesInOrder() {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    }

    @Override
    public boolean tryAdvance(Consumer<? super String> action) {
      if (next.isEmpty()) {
        try {
          next.addAll(listenersAfter(last, Long.MAX_VALUE));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        if (next.isEmpty()) {
          return false;
        }
      }
      ListenerQueries.Listener listener = next.remove();
      last = listener.id();
      action.accept(listener.name());
      return true;
    }
  }

  private static void checkListener(String listener) {
    StoredText.checkName("listener", listener);
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  @CanIgnoreReturnValue
  private <T> T write(String what, Write<T> write) throws IOException {
    return call(what, () -> writer.commit(write));
  }

  private <T> T read(String what, Readers.Read<T> read) throws IOException {
    return call(what, () -> readers.read(read));
  }

  private interface Call<T> {
    T get() throws SQLException, IOException;
  }

  private <T> T call(String what, Call<T> call) throws IOException {
    long use = inUse.readLock();
    try {
      if (isClosed) {
        throw new IllegalStateException(file + " must be open, but is closed");
      }
      return call.get();
    } catch (SQLException e) {
      throw file.failure(what, e);
    } finally {
      inUse.unlockRead(use);
    }
  }

  /**
   * Waits for the calls of other threads, brings all that was committed from the log to the file,
   * and closes it. Closing twice does nothing.
   *
   * @throws IOException if the log cannot be brought to the file; the store is closed then, nothing
   *     is lost, and opening it again continues
   */
  @Override
  public void close() throws IOException {
    long alone = inUse.writeLock();
    try {
      if (!isClosed) {
        isClosed = true;
        closer.close();
      }
    } finally {
      inUse.unlockWrite(alone);
    }
  }
}
