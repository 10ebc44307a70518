package dev.segue.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.SimpleValidationReportFormat;
import com.atlassian.oai.validator.report.ValidationReport;
import dev.segue.server.ServerClient.Told;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Map;
import java.util.Optional;

/** What openapi.yaml says of requests and answers. */
final class DescribedApi {

  private static final OpenApiInteractionValidator VALIDATOR =
      OpenApiInteractionValidator.createForInlineApiSpecification(description()).build();

  private DescribedApi() {}

  private static String description() {
    try (InputStream in = SegueServer.class.getResourceAsStream("openapi.yaml")) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fails unless the answer is as described, and the request too, if it was answered with 200.
   * Subsonic is described elsewhere, and the room is for people.
   */
  static void check(String method, URI uri, Map<String, String> headers, String body, Told told) {
    if (uri.getPath().startsWith(SubsonicCalls.PATH) || RoomFiles.PATHS.contains(uri.getPath())) {
      return;
    }
    boolean described = told.status() != 404 && told.status() != 405 && told.status() != 413;
    if (told.status() == 200) {
      assertNoErrors(VALIDATOR.validateRequest(request(method, uri, headers, body)));
    }
    if (described) {
      assertNoErrors(
          VALIDATOR.validateResponse(
              uri.getPath(),
              Method.valueOf(method),
              SimpleResponse.Builder.status(told.status())
                  .withContentType(told.type())
                  .withBody(told.text())
                  .build()));
    }
  }

  private static SimpleRequest request(
      String method, URI uri, Map<String, String> headers, String body) {
    SimpleRequest.Builder request = new SimpleRequest.Builder(method, uri.getPath());
    for (String parameter : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&")) {
      if (!parameter.isEmpty()) {
        String[] parts = parameter.split("=", 2);
        request.withQueryParam(parts[0], URLDecoder.decode(parts[1], UTF_8));
      }
    }
    headers.forEach(request::withHeader);
    return body.isEmpty()
        ? request.build()
        : request.withContentType("application/json").withBody(body).build();
  }

  private static void assertNoErrors(ValidationReport report) {
    assertThat(report.hasErrors())
        .as(SimpleValidationReportFormat.getInstance().apply(report))
        .isFalse();
  }
}
