package dev.segue.datasets;

import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.reading.ChosenFiles;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.JsonInput;
import dev.segue.datasets.reading.SongNames;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads the playlists in the "Account data" that <a
 * href="https://support.spotify.com/article/understanding-my-data/">Spotify</a> sends its users on
 * request: {@code Playlist1.json} and so on. May be used by any number of threads; the datasets are
 * immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.DatasetExamplesTest" region="spotifyPlaylists"}
 *
 * <p>A file is an object in JSON. Its {@code playlists} are an array of objects, whose {@code
 * items} are an array, in the order of the playlist. An item has a {@code track} with {@code
 * trackName}, {@code artistName} and {@code trackUri}, or a {@code localTrack}, whose {@code uri}
 * ({@code spotify:local:ARTIST:ALBUM:TITLE:SECONDS}) has its names. Episodes and audiobooks, and
 * items that are gone, are left out and counted.
 *
 * <p>A song's id is the URI; if there is none, the artist and the title, separated by a tab. Its
 * title and artist are the first ones found.
 */
public final class SpotifyPlaylists {

  private static final String LOCAL = "spotify:local:";

  private final PlaylistCollector collector = new PlaylistCollector();

  private SpotifyPlaylists() {}

  /**
   * Reads all playlists.
   *
   * @param path one file; a folder or zip archive, such as the whole download, of which it reads
   *     all files of playlists that end in {@code .json}, and names the others in the report. Files
   *     may be compressed with gzip
   * @return an immutable dataset; its catalogue holds the songs in order of first appearance
   * @throws FileFormatException if there is no playlist, or a file breaks a rule of the format; the
   *     message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   */
  public static PlaylistDataset read(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    SpotifyPlaylists playlists = new SpotifyPlaylists();
    ChosenFiles.readEach(
        path,
        FileKind.SPOTIFY_PLAYLISTS,
        file -> {
          try (JsonInput json = JsonInput.open(file)) {
            playlists.addFile(json);
          }
        },
        playlists.collector::warn,
        ".json");
    return playlists.collector.dataset(path, "spotify-playlists");
  }

  private void addFile(JsonInput json) throws IOException {
    boolean playlists = false;
    json.beginObject();
    while (json.nextField()) {
      if (json.field().equals("playlists")) {
        playlists = true;
        json.beginArray();
        for (long number = 1; json.nextElement(); number++) {
          addPlaylist(json);
          json.lastComplete("playlist " + number);
        }
      } else {
        json.skip();
      }
    }
    if (!playlists) {
      throw json.fault("must have 'playlists'");
    }
    json.end();
  }

  private void addPlaylist(JsonInput json) throws IOException {
    boolean items = false;
    json.beginObject();
    while (json.nextField()) {
      if (json.field().equals("items")) {
        items = true;
        json.beginArray();
        while (json.nextElement()) {
          addItem(json);
        }
      } else {
        json.skip();
      }
    }
    if (!items) {
      throw json.fault("must have 'items'");
    }
    collector.endPlaylist();
  }

  private void addItem(JsonInput json) throws IOException {
    Track track = new Track();
    String other = "without a track, which are gone";
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "track" -> track.read(json);
        case "localTrack" -> track.readLocal(json);
        case "episode", "audiobook" -> {
          other = json.isNull() ? other : "episodes and audiobooks";
          json.skip();
        }
        default -> json.skip();
      }
    }
    String id = track.id();
    if (id.isEmpty()) {
      collector.leaveOut(other);
    } else {
      collector.add(id, track.title, track.artist);
    }
  }

  /** The fields of a track. */
  private static final class Track {

    private String uri = "";
    private String artist = "";
    private String title = "";

    void read(JsonInput json) throws IOException {
      if (json.isNull()) {
        return;
      }
      json.beginObject();
      while (json.nextField()) {
        switch (json.field()) {
          case "trackName" -> title = json.textOrEmpty();
          case "artistName" -> artist = json.textOrEmpty();
          case "trackUri" -> uri = json.textOrEmpty();
          default -> json.skip();
        }
      }
    }

    /** A local track is an object with a URI or, in older files, the URI. */
    void readLocal(JsonInput json) throws IOException {
      if (!json.isObject()) {
        setLocal(json.textOrEmpty());
        return;
      }
      json.beginObject();
      while (json.nextField()) {
        if (json.field().equals("uri")) {
          setLocal(json.textOrEmpty());
        } else {
          json.skip();
        }
      }
    }

    private void setLocal(String local) {
      if (!local.isEmpty()) {
        uri = local;
      }
      String[] parts = local.split(":", -1);
      if (local.startsWith(LOCAL) && parts.length >= 5) {
        artist = decoded(parts[2]);
        title = decoded(parts[4]);
      }
    }

    private static String decoded(String part) {
      try {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return part; // a percent sign of the name itself
      }
    }

    String id() {
      return uri.isEmpty() && !title.isEmpty() ? SongNames.id(artist, title) : uri;
    }
  }
}
