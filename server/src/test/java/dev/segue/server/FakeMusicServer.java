package dev.segue.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** A music server with a few songs, whose users all have one password; keeps what it is asked. */
final class FakeMusicServer implements AutoCloseable {

  static final String PASSWORD = "sesame";

  /** The title of a song that is found by that alone, as all are in some music servers. */
  static final String TITLE_ALONE = "Alone";

  /** A query of what was asked. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  private final List<ObjectNode> songs = new ArrayList<>();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  FakeMusicServer() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            asked.add(Request.getPathInContext(request) + "?" + request.getHttpURI().getQuery());
            String text =
                answer(Request.getPathInContext(request), Request.extractQueryParameters(request));
            response.write(true, ByteBuffer.wrap(text.getBytes(UTF_8)), callback);
            return true;
          }
        });
    server.start();
  }

  /** Where it is, with a path before Subsonic's. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/music");
  }

  FakeMusicServer with(String id, String title, String artist) {
    ObjectNode song = ServerClient.JSON.createObjectNode();
    song.put("id", id).put("title", title).put("artist", artist).put("duration", 200);
    song.putArray("genres").addObject().put("name", "jazz");
    song.put("no name", "in XML");
    songs.add(song);
    return this;
  }

  /** The token of the password. */
  static String token(String password, String salt) {
    try {
      byte[] hash = MessageDigest.getInstance("MD5").digest((password + salt).getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private String answer(String path, Fields parameters) {
    ObjectNode response = ServerClient.JSON.createObjectNode();
    response.put("status", "ok").put("version", "1.16.1").put("type", "fake");
    if (parameters.getValue("u") == null
        || !token(PASSWORD, parameters.getValue("s")).equals(parameters.getValue("t"))) {
      return failed(response, 40, "Wrong username or password");
    }
    String id = parameters.getValue("id");
    switch (path) {
      case "/music/rest/ping.view" -> {}
      case "/music/rest/getSong.view" -> {
        if (id.equals("long")) {
          return " ".repeat(1 << 21);
        } else if (id.equals("nonsense")) {
          return "<html>";
        }
        return songs.stream()
            .filter(song -> song.path("id").asText().equals(id))
            .findFirst()
            .map(song -> text(response.set("song", song)))
            .orElseGet(() -> failed(response, 70, "Song not found"));
      }
      case "/music/rest/getArtist.view" -> {
        if (!id.equals("artist")) {
          return failed(response, 70, "Artist not found");
        }
        response.putObject("artist").put("id", id).put("name", "Ann & Bob");
      }
      case "/music/rest/getAlbum.view" -> {
        if (!id.equals("album")) {
          return failed(response, 70, "Album not found");
        }
        response.putObject("album").put("id", id).putArray("song").addAll(songs.subList(0, 2));
      }
      case "/music/rest/search3.view" ->
          response
              .putObject("searchResult3")
              .putArray("song")
              .addAll(
                  songs.stream()
                      .filter(song -> isFound(song, parameters.getValue("query")))
                      .toList());
      default -> throw new AssertionError(path);
    }
    return text(response);
  }

  private static boolean isFound(ObjectNode song, String query) {
    String title = song.path("title").asText();
    return title.equals(TITLE_ALONE)
        ? title.equals(query)
        : query.toLowerCase(Locale.ROOT).contains(title.toLowerCase(Locale.ROOT));
  }

  private static String failed(ObjectNode response, int code, String message) {
    response.put("status", "failed");
    response.putObject("error").put("code", code).put("message", message);
    return text(response);
  }

  private static String text(Object response) {
    try {
      return ServerClient.JSON.writeValueAsString(java.util.Map.of("subsonic-response", response));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
