package dev.segue.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks a server as programs do, and holds it to its description. */
final class ServerClient {

  static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private final Map<String, String> headers;

  ServerClient(URI server, Map<String, String> headers) {
    this.server = server;
    this.headers = headers;
  }

  ServerClient(URI server) {
    this(server, Map.of());
  }

  /** The status and the text of an answer. */
  record Told(int status, String type, String text) {

    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new AssertionError(text, e);
      }
    }

    /** The ids of the songs in a list. */
    List<String> ids(String field) {
      List<String> ids = new ArrayList<>();
      json().path(field).forEach(song -> ids.add(song.path("id").asText()));
      return ids;
    }

    String detail() {
      return json().path("detail").asText();
    }
  }

  /** Asks with names and values of parameters. */
  Told get(String path, String... parameters) {
    return send("GET", path, "", parameters);
  }

  Told post(String path, String body) {
    return send("POST", path, body);
  }

  /** Posts names and values as an object of JSON. */
  Told tell(String path, Object... fields) {
    Map<String, Object> object = new java.util.LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      object.put((String) fields[i], fields[i + 1]);
    }
    try {
      return post(path, JSON.writeValueAsString(object));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Told send(String method, String path, String body, String... parameters) {
    StringBuilder query = new StringBuilder();
    for (int i = 0; i < parameters.length; i += 2) {
      query
          .append(i == 0 ? '?' : '&')
          .append(parameters[i])
          .append('=')
          .append(URLEncoder.encode(parameters[i + 1], UTF_8));
    }
    URI uri = server.resolve(path + query);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      Told told =
          new Told(
              response.statusCode(),
              response.headers().firstValue("content-type").orElse(""),
              response.body());
      DescribedApi.check(method, uri, headers, body, told);
      return told;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
