package dev.segue.server.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.segue.FileFormatException;
import dev.segue.files.AtomicFiles;
import dev.segue.files.Existing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The file of a store: makes it, checks it before anything is written, connects to it, and says
 * what went wrong with it. May be used by any threads.
 */
final class DatabaseFile {

  private static final String NAME = "listeners.db";

  /** The first bytes of every SQLite file. */
  private static final String MAGIC = "SQLite format 3\0";

  private static final int HEADER_BYTES = 100;

  /** Where the header has its numbers: the file format of SQLite, section 1.3. */
  private static final int PAGE_SIZE = 16;

  private static final int PAGES = 28;
  private static final int USER_VERSION = 60;
  private static final int APPLICATION_ID = 68;

  /** "Segu": whose file it is. */
  private static final int SEGUE = 0x53656775;

  private static final int VERSION = 1;

  private static final String[] TABLES = {
    """
    CREATE TABLE listener (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      seen INTEGER NOT NULL, -- seconds since 1970
      events INTEGER NOT NULL, -- how many rows of event
      rules TEXT
    ) STRICT""",
    """
    CREATE TABLE song (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE, -- the caller's id
      title TEXT NOT NULL,
      artist TEXT NOT NULL,
      tags TEXT NOT NULL -- a JSON array, or empty
    ) STRICT""",
    """
    CREATE TABLE event (
      listener INTEGER NOT NULL,
      millis INTEGER NOT NULL, -- since 1970
      song INTEGER NOT NULL,
      kind INTEGER NOT NULL, -- 0 play, 1 skip, 2 like
      heard INTEGER NOT NULL, -- milliseconds
      PRIMARY KEY (listener, millis, song, kind)
    ) STRICT, WITHOUT ROWID""",
    """
    CREATE TABLE ban (
      listener INTEGER NOT NULL,
      kind INTEGER NOT NULL, -- 0 song, 1 artist
      name TEXT NOT NULL,
      PRIMARY KEY (listener, kind, name)
    ) STRICT, WITHOUT ROWID"""
  };

  private static final int BUSY_MILLIS = 10_000;

  /** The log is cut to this many bytes when it begins anew. */
  private static final int LOG_BYTES = 64 << 20;

  private final Path path;

  private DatabaseFile(Path path) {
    this.path = path;
  }

  /**
   * Finds the file of a store, or makes it. A file that is not one is left as it is.
   *
   * @param folder the folder of the store, which nobody else uses meanwhile
   * @throws FileFormatException if the file is another program's, a newer version's or damaged
   */
  static DatabaseFile in(Path folder) throws IOException {
    DatabaseFile file = new DatabaseFile(folder.resolve(NAME));
    if (Files.exists(file.path)) {
      file.check();
    } else {
      file.create();
    }
    return file;
  }

  /** The file is complete from its first moment, because it is renamed to its name. */
  private void create() throws IOException {
    if (Files.exists(log())) {
      throw new FileFormatException(
          path,
          "must be there, because its log %s is: restore it, or remove the log"
              .formatted(log().getFileName()));
    }
    byte[] empty;
    try (Connection memory = new SQLiteConfig().createConnection("jdbc:sqlite::memory:");
        Statement statement = memory.createStatement()) {
      statement.execute("PRAGMA application_id = " + SEGUE);
      statement.execute("PRAGMA user_version = " + VERSION);
      for (String table : TABLES) {
        statement.execute(table);
      }
      empty = ((SQLiteConnection) memory).serialize("main");
    } catch (SQLException e) {
      throw failure("make the database", e);
    }
    AtomicFiles.write(path, out -> out.write(empty));
  }

  /** The log, which holds something if the store was not closed. */
  private Path log() {
    return path.resolveSibling(NAME + "-wal");
  }

  /**
   * After an orderly end the file's header says how long it is. After any other end, such as a loss
   * of power, every page is looked at once: that takes seconds for a gigabyte. SQLite is asked by a
   * connection that cannot write, which leaves the file and its log alone.
   */
  private void check() throws IOException {
    Existing.checkRegularFile(path);
    ByteBuffer header = header();
    if (header.getInt(APPLICATION_ID) != SEGUE) {
      throw new FileFormatException(path, "must be a store of listeners, but is another database");
    }
    if (header.getInt(USER_VERSION) != VERSION) {
      throw new FileFormatException(
          path,
          "version must be %d, was %d: a newer Segue wrote it"
              .formatted(VERSION, header.getInt(USER_VERSION)));
    }
    if (Files.exists(log()) && Files.size(log()) > 0) {
      checkPages();
    } else {
      checkLength(header);
    }
  }

  private ByteBuffer header() throws IOException {
    byte[] header;
    try (InputStream in = Files.newInputStream(path)) {
      header = in.readNBytes(HEADER_BYTES);
    }
    if (header.length < HEADER_BYTES || !new String(header, 0, 16, ISO_8859_1).equals(MAGIC)) {
      throw new FileFormatException(
          path, "must be a store of listeners, but is no SQLite database");
    }
    return ByteBuffer.wrap(header);
  }

  private void checkLength(ByteBuffer header) throws IOException {
    int size = Short.toUnsignedInt(header.getShort(PAGE_SIZE));
    long bytes = (size == 1 ? 65_536L : size) * Integer.toUnsignedLong(header.getInt(PAGES));
    if (Files.size(path) < bytes) {
      throw new FileFormatException(
          path, "is cut off: must have %d bytes, was %d".formatted(bytes, Files.size(path)));
    }
  }

  private void checkPages() throws IOException {
    try (Connection connection = connectToRead();
        Statement statement = connection.createStatement();
        ResultSet problems = statement.executeQuery("PRAGMA quick_check(1)")) {
      String problem = problems.next() ? problems.getString(1) : "ok";
      if (!problem.equals("ok")) {
        throw new FileFormatException(path, "is damaged: " + problem);
      }
    } catch (SQLException e) {
      throw failure("check the database", e);
    }
  }

  /** Connects so that texts are read as they were when each statement began. */
  Connection connectToRead() throws SQLException {
    SQLiteConfig config = config(8);
    config.setReadOnly(true);
    return connect(config);
  }

  /**
   * Connects to write. What is committed is in the hands of the operating system, and on disk after
   * a checkpoint, which nothing makes by itself.
   */
  Connection connectToWrite() throws SQLException {
    SQLiteConfig config = config(32);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.NORMAL);
    config.setWalAutocheckpoint(0);
    config.setJournalSizeLimit(LOG_BYTES);
    config.setPragma(Pragma.SECURE_DELETE, "true"); // who is forgotten is not left in free pages
    return connect(config);
  }

  /** Connects to write to the tables, by transactions. */
  ListenerTables tables(Limits limits) throws SQLException {
    Connection connection = connectToWrite();
    try {
      connection.setAutoCommit(false);
      return new ListenerTables(new Statements(connection), limits);
    } catch (Throwable e) {
      connection.close();
      throw e;
    }
  }

  private static SQLiteConfig config(int cacheMegabytes) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS); // an administrator may look in with sqlite3
    config.setCacheSize(-1024 * cacheMegabytes);
    config.setTempStore(TempStore.MEMORY);
    config.setGetGeneratedKeys(false);
    return config;
  }

  /** By a URI, because a path's question mark would begin parameters. */
  private Connection connect(SQLiteConfig config) throws SQLException {
    return config.createConnection("jdbc:sqlite:" + path.toUri());
  }

  /** Says what could not be done, and SQLite's reason. */
  IOException failure(String what, SQLException e) {
    String problem = "cannot " + what + ": " + e.getMessage();
    IOException failure =
        e instanceof SQLiteException sqlite && isDamage(sqlite.getResultCode())
            ? new FileFormatException(path, problem)
            : new FileSystemException(path.toString(), null, problem);
    failure.initCause(e);
    return failure;
  }

  private static boolean isDamage(SQLiteErrorCode code) {
    int primary = code.code & 0xff;
    return primary == SQLiteErrorCode.SQLITE_CORRUPT.code
        || primary == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
