package dev.segue.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer as it is on the wire; text is Latin-1, which has a character for each byte. */
record RawAnswer(int status, String header, String body) {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})( [^\r\n]*)?");

  private static final String BLANK_LINE = "\r\n\r\n";

  /** Reads the answers that were sent one after another; fails if they are none. */
  static List<RawAnswer> parse(String sent) {
    List<RawAnswer> answers = new ArrayList<>();
    String rest = sent;
    while (!rest.isEmpty()) {
      int end = rest.indexOf(BLANK_LINE);
      assertThat(end).as("end of the header of %s", rest).isNotNegative();
      String[] lines = rest.substring(0, end).split("\r\n", 2);
      Matcher status = STATUS_LINE.matcher(lines[0]);
      assertThat(status.matches()).as(lines[0]).isTrue();
      String header = lines.length == 1 ? "" : lines[1];
      rest = rest.substring(end + BLANK_LINE.length());
      int length = rest.startsWith("HTTP/1.") ? 0 : Math.min(length(header), rest.length());
      answers.add(
          new RawAnswer(Integer.parseInt(status.group(1)), header, rest.substring(0, length)));
      rest = rest.substring(length);
    }
    return answers;
  }

  private static int length(String header) {
    String length = field(header, "content-length");
    return length.isEmpty() ? 0 : Integer.parseInt(length);
  }

  private static String field(String header, String name) {
    return header
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  String type() {
    return field(header, "content-type");
  }

  /** The body as JSON, of whatever type. */
  Object json() {
    try {
      return JSON.readValue(new String(body.getBytes(ISO_8859_1), UTF_8), Object.class);
    } catch (IOException e) {
      throw new AssertionError(body, e);
    }
  }
}
