package dev.segue.commandline;

import dev.segue.quotation.Quotation;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Text for people, who may read it on a terminal: what a terminal would obey is written in escaped
 * form, wherever it comes from, except line ends. Titles, names of files and messages may come from
 * strangers.
 */
final class TerminalText extends FilterWriter {

  private TerminalText(Writer raw) {
    super(raw);
  }

  /** A printer of such text, which flushes each line. */
  static PrintWriter on(PrintWriter raw) {
    return new PrintWriter(new TerminalText(raw), true);
  }

  @Override
  public void write(int character) throws IOException {
    write(Character.toString((char) character), 0, 1);
  }

  @Override
  public void write(char[] text, int from, int count) throws IOException {
    write(new String(text, from, count), 0, count);
  }

  @Override
  public void write(String text, int from, int count) throws IOException {
    String part = text.substring(from, from + count);
    if (part.equals(System.lineSeparator()) || part.codePoints().allMatch(TerminalText::isShown)) {
      out.write(part);
      return;
    }
    StringBuilder shown = new StringBuilder(count + 16);
    part.codePoints()
        .mapToObj(Character::toString)
        .map(each -> isShown(each.codePointAt(0)) ? each : Quotation.escape(each))
        .forEach(shown::append);
    out.write(shown.toString());
  }

  private static boolean isShown(int character) {
    return character == '\n' || !Quotation.isObeyed(character);
  }
}
