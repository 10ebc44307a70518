package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.reading.InputFile;
import dev.segue.files.AtomicFiles;
import dev.segue.files.Existing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Writes each playlist to a file of its own: {@code playlist-000001.m3u8} and so on.
 *
 * @param format for people: {@code M3U}
 * @param endings of files that a reader of the format takes; the first is that of the files written
 * @param check throws if a song cannot be written
 * @param content writes the songs of a playlist
 */
record PlaylistFiles(String format, List<String> endings, Check check, Content content) {

  /** The most files that are open at once. */
  private static final int MAX_OPEN_FILES = 100;

  /** Finds out whether a song can be written. */
  @FunctionalInterface
  interface Check {
    /** Throws an {@link IllegalArgumentException} if it cannot. */
    void check(Song song);
  }

  /** Writes songs. */
  @FunctionalInterface
  interface Content {
    void write(List<Song> songs, OutputStream out) throws IOException;
  }

  /** Writes all playlists, or nothing if a song cannot be written. */
  void write(PlaylistDataset dataset, Path folder) throws IOException {
    Catalogue catalogue = dataset.catalogue();
    catalogue.songs().forEach(check::check);
    Existing.checkNoFile(folder);
    Files.createDirectories(folder);
    checkNoPlaylists(folder);
    try (Stream<Playlist> playlists = dataset.playlists();
        AtomicFiles files = new AtomicFiles()) {
      int number = 1;
      for (Iterator<Playlist> each = playlists.iterator(); each.hasNext(); number++) {
        List<Song> songs = each.next().songs().mapToObj(catalogue::song).toList();
        String name = String.format(Locale.ROOT, "playlist-%06d%s", number, endings.get(0));
        content.write(songs, files.add(folder.resolve(name)));
        if (number % MAX_OPEN_FILES == 0) {
          files.replace();
        }
      }
      files.replace();
    }
  }

  /** Writes one playlist, which replaces a file that is there. */
  void write(List<Song> songs, Path file) throws IOException {
    songs.forEach(check::check);
    AtomicFiles.write(file, out -> content.write(songs, out));
  }

  /** Otherwise a reader would take older playlists for part of the dataset. */
  private void checkNoPlaylists(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Path before = files.filter(this::isPlaylist).findFirst().orElse(null);
      if (before != null) {
        throw new FileAlreadyExistsException(
            before.toString(), null, "folder must hold no %s files".formatted(format));
      }
    }
  }

  private boolean isPlaylist(Path file) {
    InputFile input = new InputFile(file, "");
    return endings.stream().anyMatch(input::endsWith);
  }
}
