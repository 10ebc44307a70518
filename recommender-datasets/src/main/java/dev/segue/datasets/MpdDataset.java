package dev.segue.datasets;

import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.reading.ChosenFiles;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.JsonInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Objects;

/**
 * Reads the Million Playlist Dataset: playlists of Spotify users, in slices of a thousand (Chen,
 * Lamere, Schedl, Zamani, "RecSys Challenge 2018: Automatic Music Playlist Continuation", RecSys
 * 2018, <a href="https://doi.org/10.1145/3240323.3240342">doi:10.1145/3240323.3240342</a>). May be
 * used by any number of threads; the datasets are immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.DatasetExamplesTest" region="mpd"}
 *
 * <p>A slice is an object in JSON (UTF-8). Its {@code playlists} are an array of objects. Each has
 * a unique number {@code pid} and {@code num_tracks} {@code tracks}. A track has its position
 * {@code pos}, from 0, a {@code track_uri}, {@code track_name} and {@code artist_name}; the last
 * two may be missing. Tracks are in the order of {@code pos} without gaps. A playlist of the
 * challenge set hides some tracks; its {@code num_samples} says how many remain. The reader ignores
 * anything else, such as {@code collaborative} (which is the string "false", not a boolean).
 *
 * <p>A song's id is the {@code track_uri}. Its title and artist are the first ones found.
 */
public final class MpdDataset {

  private static final int MAX_PID = 99_999_999;

  private final PlaylistCollector collector = new PlaylistCollector();
  private final BitSet pids = new BitSet();

  private MpdDataset() {}

  /**
   * Reads slices.
   *
   * @param path one slice; a folder whose files that end in {@code .json}, those of its subfolders
   *     included, are slices; or a zip archive of such files. Each may be compressed with gzip. The
   *     slices are read in natural order of their names: {@code slice.2} before {@code slice.10}
   * @return an immutable dataset; its catalogue holds the songs in order of first appearance
   * @throws FileFormatException if there is no slice, or a slice breaks a rule of the format; the
   *     message names file, line and rule. If a slice is cut off, it names the last complete
   *     playlist
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   */
  public static PlaylistDataset read(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    MpdDataset dataset = new MpdDataset();
    ChosenFiles.readEach(
        path,
        FileKind.MPD,
        file -> {
          try (JsonInput json = JsonInput.open(file)) {
            dataset.addSlice(json);
          }
        },
        dataset.collector::warn,
        ".json");
    return dataset.collector.dataset(path, "mpd");
  }

  private void addSlice(JsonInput json) throws IOException {
    boolean playlists = false;
    json.beginObject();
    while (json.nextField()) {
      if (json.field().equals("playlists")) {
        playlists = true;
        json.beginArray();
        while (json.nextElement()) {
          json.lastComplete("playlist " + addPlaylist(json));
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

  /** Adds a playlist and returns its number. */
  private long addPlaylist(JsonInput json) throws IOException {
    long pid = -1;
    long numTracks = -1;
    long numSamples = -1;
    long lastPos = -2;
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "pid" -> pid = pid(json);
        case "num_tracks" -> numTracks = json.integer(0, Integer.MAX_VALUE);
        case "num_samples" -> numSamples = json.integer(0, Integer.MAX_VALUE);
        case "tracks" -> lastPos = addTracks(json);
        default -> json.skip();
      }
    }
    checkPresent(json, pid >= 0, "pid");
    checkPresent(json, numTracks >= 0, "num_tracks");
    checkPresent(json, lastPos >= -1, "tracks");
    if (numSamples >= 0) {
      checkSize(json, "num_samples", numSamples);
    } else {
      checkSize(json, "num_tracks", numTracks);
      if (lastPos != numTracks - 1) {
        throw json.fault(
            "must have each 'pos' in 0..%d, but has %d".formatted(numTracks - 1, lastPos));
      }
    }
    collector.endPlaylist();
    return pid;
  }

  private long pid(JsonInput json) throws IOException {
    int pid = (int) json.integer(0, MAX_PID);
    if (pids.get(pid)) {
      throw json.fault("must be unique, but another playlist has %d too".formatted(pid));
    }
    pids.set(pid);
    return pid;
  }

  /** Adds tracks and returns the position of the last, or -1 if there is none. */
  private long addTracks(JsonInput json) throws IOException {
    long last = -1;
    json.beginArray();
    while (json.nextElement()) {
      last = addTrack(json, last);
    }
    return last;
  }

  private long addTrack(JsonInput json, long last) throws IOException {
    long pos = -1;
    String uri = "";
    String title = "";
    String artist = "";
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "pos" -> pos = json.integer(last + 1, Integer.MAX_VALUE);
        case "track_uri" -> uri = json.text();
        case "track_name" -> title = json.textOrEmpty();
        case "artist_name" -> artist = json.textOrEmpty();
        default -> json.skip();
      }
    }
    checkPresent(json, pos >= 0, "pos");
    checkPresent(json, !uri.isEmpty(), "track_uri");
    collector.add(uri, title, artist);
    return pos;
  }

  private void checkSize(JsonInput json, String field, long expected) throws FileFormatException {
    if (collector.size() != expected) {
      throw json.fault(
          "must have the %d tracks of its '%s', but has %d"
              .formatted(expected, field, collector.size()));
    }
  }

  private static void checkPresent(JsonInput json, boolean present, String field)
      throws FileFormatException {
    if (!present) {
      throw json.fault("must have a '%s'".formatted(field));
    }
  }
}
