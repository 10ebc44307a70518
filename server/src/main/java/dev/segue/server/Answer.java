package dev.segue.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/**
 * What a request is answered.
 *
 * @param status of HTTP
 * @param type the content's
 * @param length of the content; -1 if it is not known
 * @param content the body
 * @param headers others than those that every answer has, or in their place
 */
record Answer(int status, String type, int length, Content content, Map<String, String> headers) {

  /** Writes a body. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static final JsonMapper JSON = new JsonMapper();

  static Answer of(int status, String type, byte[] content) {
    return new Answer(status, type, content.length, out -> out.write(content), Map.of());
  }

  /** An answer that is longer than memory, perhaps. */
  static Answer stream(String type, Content content) {
    return new Answer(200, type, -1, content, Map.of());
  }

  /** The same answer with more headers. */
  Answer with(Map<String, String> more) {
    return new Answer(status, type, length, content, more);
  }

  static Answer text(String text) {
    return of(200, "text/plain;charset=utf-8", text.getBytes(UTF_8));
  }

  /** An answer of a record, a list or a map as JSON. */
  static Answer json(Object value) {
    return json(200, value);
  }

  /** The same with another status. */
  static Answer json(int status, Object value) {
    return of(status, "application/json", bytes(value));
  }

  /** A refusal, as RFC 9457 has it. */
  static Answer problem(int status, String detail) {
    Map<String, Object> problem =
        Map.of("title", HttpStatus.getMessage(status), "status", status, "detail", detail);
    return of(status, "application/problem+json", bytes(problem));
  }

  private static byte[] bytes(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
