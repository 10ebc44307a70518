package dev.segue.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/**
 * What a request is answered.
 *
 * @param status of HTTP
 * @param type the content's
 * @param content the body
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record Answer(int status, String type, byte[] content) {

  private static final JsonMapper JSON = new JsonMapper();

  static Answer text(String text) {
    return new Answer(200, "text/plain;charset=utf-8", text.getBytes(UTF_8));
  }

  /** An answer of a record, a list or a map as JSON. */
  static Answer json(Object value) {
    return new Answer(200, "application/json", bytes(value));
  }

  /** A refusal, as RFC 9457 has it. */
  static Answer problem(int status, String detail) {
    Map<String, Object> problem =
        Map.of("title", HttpStatus.getMessage(status), "status", status, "detail", detail);
    return new Answer(status, "application/problem+json", bytes(problem));
  }

  private static byte[] bytes(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
