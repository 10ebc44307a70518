package dev.segue.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The listening room: a page that asks the server as any other program does. Its files say nothing
 * of listeners and songs, so whoever comes may have them. Any number of threads.
 */
final class RoomFiles {

  /** All that a browser needs is here, and no other page may show the room inside itself. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-cache");

  private static final List<RoomFile> FILES =
      List.of(
          new RoomFile("/", "text/html;charset=utf-8", "room/index.html"),
          new RoomFile("/room.css", "text/css;charset=utf-8", "room/room.css"),
          script("room.js"),
          script("room-changes.js"),
          script("room-elements.js"),
          script("room-list.js"),
          script("room-rules.js"),
          script("room-server.js"),
          script("room-time.js"),
          new RoomFile("/room.svg", "image/svg+xml", "room/room.svg"),
          new RoomFile("/page.css", "text/css;charset=utf-8", "/dev/segue/pages/html/page.css"));

  static final Set<String> PATHS =
      FILES.stream().map(RoomFile::path).collect(Collectors.toUnmodifiableSet());

  private RoomFiles() {}

  private record RoomFile(String path, String type, String resource) {

    Route route() {
      Answer answer = Answer.of(200, type, content()).with(HEADERS);
      return Route.get(path, call -> answer);
    }

    private byte[] content() {
      try (InputStream in = RoomFiles.class.getResourceAsStream(resource)) {
        return Objects.requireNonNull(in, resource).readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static RoomFile script(String name) {
    return new RoomFile("/" + name, "text/javascript;charset=utf-8", "room/" + name);
  }

  static List<Route> routes() {
    return FILES.stream().map(RoomFile::route).toList();
  }
}
