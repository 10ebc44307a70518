package dev.segue.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** A request as those who answer it see it: parameters and body, checked. One thread at a time. */
final class Call {

  private static final int BODY_BYTES = 1024 * 1024; // a thousand listens

  private static final Instant LAST = Instant.parse("2999-12-31T23:59:59Z");

  /** JSON of a few short texts, and nothing that it does not know. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(10)
                          .maxStringLength(10_000)
                          .maxNumberLength(30)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final Request request;
  private final Fields parameters;

  /**
   * Takes the parameters of a request.
   *
   * @param known the parameters that are taken; empty for any, of a form, too
   * @throws Problem if there are others
   */
  Call(Request request, Optional<Set<String>> known) throws Problem {
    this.request = request;
    this.parameters =
        known.isPresent() ? Request.extractQueryParameters(request) : withForm(request);
    for (String name : parameters.getNames()) {
      if (known.isPresent() && !known.get().contains(name)) {
        throw Problem.badRequest(
            "there is no parameter '%s' here, only %s".formatted(name, new TreeSet<>(known.get())));
      }
    }
  }

  private static Fields withForm(Request request) throws Problem {
    try {
      return Request.getParameters(request);
    } catch (HttpException.RuntimeException e) {
      throw e; // too long
    } catch (Exception e) {
      throw Problem.badRequest("the form cannot be read: " + e.getMessage());
    }
  }

  /** The header {@code Authorization}. */
  Optional<String> authorization() {
    return Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION));
  }

  /** The header {@code User-Agent}. */
  Optional<String> program() {
    return Optional.ofNullable(request.getHeaders().get(HttpHeader.USER_AGENT));
  }

  Optional<String> optional(String name) throws Problem {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw Problem.badRequest(name + " must be given once, was given " + values.size() + " times");
    }
    return values.stream().findFirst();
  }

  String required(String name) throws Problem {
    return optional(name).orElseThrow(() -> Problem.badRequest(name + " must be given"));
  }

  /** The values of a parameter that may be repeated. */
  List<String> all(String name) {
    return Objects.requireNonNullElse(parameters.getValues(name), List.of());
  }

  /** An integer from 1. */
  int count(String name, int usual, int most) throws Problem {
    Optional<String> text = optional(name);
    int count = text.isEmpty() ? usual : number(name, text.get(), Integer::parseInt);
    if (count < 1 || count > most) {
      throw Problem.badRequest("%s must be in 1..%d, was %d".formatted(name, most, count));
    }
    return count;
  }

  OptionalDouble real(String name) throws Problem {
    Optional<String> text = optional(name);
    return text.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(number(name, text.get(), Double::parseDouble));
  }

  OptionalLong integer(String name) throws Problem {
    Optional<String> text = optional(name);
    return text.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(number(name, text.get(), Long::parseLong));
  }

  boolean flag(String name) throws Problem {
    String text = optional(name).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      throw Problem.badRequest("%s must be true or false, was '%s'".formatted(name, text));
    }
    return text.equals("true");
  }

  /** A time, which may be one to come; without a zone it is that of the server. */
  Optional<Instant> time(String name) throws Problem {
    Optional<String> text = optional(name);
    try {
      Optional<Instant> time = text.map(Call::instant);
      if (time.isPresent() && (time.get().isBefore(Instant.EPOCH) || time.get().isAfter(LAST))) {
        throw Problem.badRequest("%s must be in 1970..2999, was '%s'".formatted(name, text.get()));
      }
      return time;
    } catch (DateTimeParseException e) {
      throw Problem.badRequest(
          "%s must be like 2026-11-29T12:00:00Z, was '%s'".formatted(name, text.orElseThrow()));
    }
  }

  private static Instant instant(String text) {
    TemporalAccessor time =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
    return time instanceof LocalDateTime local
        ? local.atZone(ZoneId.systemDefault()).toInstant()
        : Instant.from(time);
  }

  private static <T> T number(String name, String text, Function<String, T> parse) throws Problem {
    try {
      return parse.apply(text);
    } catch (NumberFormatException e) {
      throw Problem.badRequest("%s must be a number, was '%s'".formatted(name, text));
    }
  }

  /**
   * Reads the body.
   *
   * @param type a record of what it may hold
   * @throws Problem if it is another, or does not come: nothing of that is a failure of the server
   */
  <T> T body(Class<T> type) throws Problem {
    try {
      T body = JSON.readValue(bytes(), type);
      if (body == null) {
        throw Problem.badRequest("body must be an object, was null");
      }
      return body;
    } catch (JsonMappingException e) {
      throw Problem.badRequest("body must hold what is described here, but %s".formatted(where(e)));
    } catch (JsonProcessingException e) {
      throw Problem.badRequest("body must be JSON, but " + e.getOriginalMessage());
    } catch (IOException e) {
      throw unread(e);
    }
  }

  /** The body. Its stream stays open: closed, no more of the connection could be read. */
  private byte[] bytes() throws IOException, Problem {
    byte[] bytes = Content.Source.asInputStream(request).readNBytes(BODY_BYTES + 1);
    if (bytes.length > BODY_BYTES) {
      throw new Problem(413, "body must have at most " + BODY_BYTES + " bytes");
    }
    return bytes;
  }

  private static Problem unread(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpException told) {
        return new Problem(told.getCode(), String.valueOf(told.getReason()));
      }
      if (cause instanceof TimeoutException) {
        return new Problem(408, "body must come, but did not for too long");
      }
    }
    return Problem.badRequest("body must be JSON, but " + e.getMessage());
  }

  /** The field that is wrong; the message itself would name our classes. */
  private static String where(JsonMappingException e) {
    if (e.getCause() instanceof IllegalArgumentException refused) {
      return String.valueOf(refused.getMessage());
    }
    String field =
        e.getPath().stream()
            .map(each -> each.getFieldName() == null ? "[]" : each.getFieldName())
            .collect(Collectors.joining("."));
    return field.isEmpty() ? "it is of another type" : "'" + field + "' does not fit";
  }
}
