package dev.segue.datasets.reading;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * The characters of a table from its names on, with quotes as RFC 4180 has them: a quote in a field
 * that has a backslash before it becomes two, since a single one can only end the field before a
 * separator or the end of the line. Lines keep their number of characters. One thread at a time.
 */
public final class TableReader extends Reader {

  private static final int BUFFER_CHARACTERS = 1 << 14;

  /** What follows a backslash must be known to tell what it means. */
  private static final int AHEAD = 3;

  private static final int END = -1;

  /** Where in a row the next character is. */
  private enum Place {
    BEFORE_FIELD,
    IN_FIELD,
    IN_QUOTES,
    AFTER_QUOTE
  }

  private final Reader reader;
  private final TableHead head;
  private final char[] buffer = new char[BUFFER_CHARACTERS];
  private int next;

  /** Where the characters end that are ready, and where those end that were read. */
  private int ready;

  private int filled;
  private boolean ended;

  /** Why the text ends here, if it does not end by itself; thrown after all that comes before. */
  private @Nullable IOException fault;

  private int linesBefore;
  private boolean wasReturn;
  private Place place = Place.BEFORE_FIELD;
  private boolean escapes;

  /**
   * Creates a reader.
   *
   * @param reader the text of a file, closed with this reader
   * @param head where the table begins, and what separates its fields
   */
  public TableReader(Reader reader, TableHead head) {
    this.reader = reader;
    this.head = head;
    this.linesBefore = head.linesBefore();
    this.escapes = head.backslashBeforeQuotes();
  }

  @Override
  public int read(char[] target, int from, int count) throws IOException {
    while (next == ready && count > 0) {
      if (ended && ready == filled) {
        if (fault != null) {
          throw fault;
        }
        return -1;
      }
      fill();
    }
    int read = Math.min(count, ready - next);
    System.arraycopy(buffer, next, target, from, read);
    next += read;
    return read;
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, ready, buffer, 0, filled - ready);
    filled -= ready;
    next = 0;
    ready = 0;
    int read = -1;
    try {
      read = reader.read(buffer, filled, buffer.length - filled);
    } catch (IOException e) {
      fault = e;
    }
    ended = read < 0;
    filled += Math.max(0, read);
    skipLines();
    int end = ended ? filled : Math.max(ready, filled - AHEAD);
    if (!head.isQuoted()) {
      ready = filled;
    }
    while (ready < end) {
      pass();
    }
  }

  private void skipLines() {
    while (linesBefore > 0 && ready < filled) {
      char each = buffer[ready++];
      boolean ends = each == '\n' || wasReturn;
      if (ends) {
        linesBefore--;
      }
      if (ends && each != '\n') {
        ready--; // a carriage return alone has ended the line before this character
      }
      wasReturn = !ends && each == '\r';
      next = ready;
    }
  }

  /** Passes one character on, or a backslash and what follows it. */
  private void pass() {
    char each = buffer[ready];
    if (each == '\\' && place == Place.IN_QUOTES) {
      passBackslash();
      return;
    }
    ready++;
    boolean ends = isEnd(each);
    place =
        switch (place) {
          case IN_QUOTES -> each == '"' ? Place.AFTER_QUOTE : Place.IN_QUOTES;
          case AFTER_QUOTE -> each == '"' ? Place.IN_QUOTES : ends ? Place.BEFORE_FIELD : place;
          case IN_FIELD -> ends ? Place.BEFORE_FIELD : Place.IN_FIELD;
          case BEFORE_FIELD ->
              each == '"'
                  ? Place.IN_QUOTES
                  : ends || (each == ' ' && head.spaceBeforeQuotes())
                      ? Place.BEFORE_FIELD
                      : Place.IN_FIELD;
        };
  }

  private void passBackslash() {
    int second = at(ready + 1);
    int third = at(ready + 2);
    boolean certain = second == '"' && third != '"' && !isEnd(third);
    escapes |= certain;
    if (second == '"' && (certain || escapes)) {
      buffer[ready] = '"';
      ready += 2;
    } else {
      ready += second == '\\' && escapes ? 2 : 1;
    }
  }

  private int at(int index) {
    return index < filled ? buffer[index] : END;
  }

  private boolean isEnd(int character) {
    return character == head.separator()
        || character == '\n'
        || character == '\r'
        || character == END;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
