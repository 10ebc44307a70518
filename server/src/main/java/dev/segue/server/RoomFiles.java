package dev.segue.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.pages.html.Resources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The listening room: a page that asks the server as any other program does. Its files say nothing
 * of listeners and songs, so whoever comes may have them. Any number of threads.
 */
final class RoomFiles {

  private static final String SCRIPT = "text/javascript;charset=utf-8";

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
          script("room-map.js"),
          script("room-rules.js"),
          script("room-server.js"),
          script("room-time.js"),
          new RoomFile("/room.svg", "image/svg+xml", "room/room.svg"),
          new RoomFile("/page.css", "text/css;charset=utf-8", "/dev/segue/pages/html/page.css"));

  /** The library that draws the map. It is large, and changes with a release at most. */
  private static final String LIBRARY = "/echarts.js";

  private static final String WEEK = "max-age=604800";

  static final Set<String> PATHS =
      Stream.concat(FILES.stream().map(RoomFile::path), Stream.of(LIBRARY))
          .collect(Collectors.toUnmodifiableSet());

  private RoomFiles() {}

  private record RoomFile(String path, String type, String resource) {

    Route route() {
      return file(path, type, content(), HEADERS);
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
    return new RoomFile("/" + name, SCRIPT, "room/" + name);
  }

  private static Route file(String path, String type, byte[] content, Map<String, String> headers) {
    Answer answer = Answer.of(200, type, content).with(headers);
    return Route.get(path, call -> answer);
  }

  static List<Route> routes() {
    Map<String, String> kept = new HashMap<>(HEADERS);
    kept.put("Cache-Control", WEEK);
    Route library = file(LIBRARY, SCRIPT, Resources.charts().getBytes(UTF_8), kept);
    return Stream.concat(FILES.stream().map(RoomFile::route), Stream.of(library)).toList();
  }
}
