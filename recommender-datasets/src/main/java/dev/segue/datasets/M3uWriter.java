package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.reading.InputFile;
import dev.segue.files.AtomicFiles;
import dev.segue.files.Existing;
import dev.segue.quotation.Quotation;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes playlists in M3U. */
final class M3uWriter {

  private static final Pattern LINE_BREAKS = Pattern.compile("[\r\n\0]+");

  /** Each character may take 3 bytes of a line. */
  private static final int MAX_NAMES_CHARACTERS = M3uReader.MAX_LINE_BYTES / 4;

  /** The most files that are open at once. */
  private static final int MAX_OPEN_FILES = 100;

  private M3uWriter() {}

  /** Writes each playlist to a file of its own. */
  static void write(PlaylistDataset dataset, Path folder) throws IOException {
    Catalogue catalogue = dataset.catalogue();
    catalogue.songs().forEach(M3uWriter::checkId);
    Existing.checkNoFile(folder);
    Files.createDirectories(folder);
    checkNoPlaylists(folder);
    try (Stream<Playlist> playlists = dataset.playlists();
        AtomicFiles files = new AtomicFiles()) {
      int number = 1;
      for (Iterator<Playlist> each = playlists.iterator(); each.hasNext(); number++) {
        List<Song> songs = each.next().songs().mapToObj(catalogue::song).toList();
        write(
            songs, folder.resolve(String.format(Locale.ROOT, "playlist-%06d.m3u8", number)), files);
        if (number % MAX_OPEN_FILES == 0) {
          files.replace();
        }
      }
      files.replace();
    }
  }

  /** Otherwise a reader would take older playlists for part of the dataset. */
  private static void checkNoPlaylists(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Path before = files.filter(M3uWriter::isPlaylist).findFirst().orElse(null);
      if (before != null) {
        throw new FileAlreadyExistsException(
            before.toString(), null, "folder must hold no M3U files");
      }
    }
  }

  private static boolean isPlaylist(Path file) {
    InputFile input = new InputFile(file, "");
    return input.endsWith(".m3u") || input.endsWith(".m3u8");
  }

  /** Writes one playlist. */
  static void write(List<Song> songs, Path file) throws IOException {
    songs.forEach(M3uWriter::checkId);
    try (AtomicFiles files = new AtomicFiles()) {
      write(songs, file, files);
      files.replace();
    }
  }

  private static void write(List<Song> songs, Path file, AtomicFiles files) throws IOException {
    Writer text = files.addText(file);
    text.write("#EXTM3U\n");
    for (Song song : songs) {
      write(song, text);
    }
  }

  private static void write(Song song, Writer text) throws IOException {
    if (!song.title().isEmpty() || !song.artist().isEmpty()) {
      String between = song.artist().isEmpty() ? "" : M3uReader.NAME_SEPARATOR;
      String names = song.artist() + between + song.title();
      text.write("#EXTINF:-1," + oneLine(names) + "\n");
    }
    text.write(song.id() + "\n");
  }

  /** Replaces line breaks, because a reader would take the text after one for a song. */
  private static String oneLine(String names) {
    return LINE_BREAKS
        .matcher(names.substring(0, Math.min(MAX_NAMES_CHARACTERS, names.length())))
        .replaceAll(" ");
  }

  private static void checkId(Song song) {
    String id = song.id();
    if (id.isBlank() || id.startsWith("#") || LINE_BREAKS.matcher(id).find()) {
      throw new IllegalArgumentException(
          "song id must be one line that is not blank and does not begin with #, was "
              + Quotation.quote(id));
    }
    int bytes = id.getBytes(UTF_8).length;
    if (bytes > M3uReader.MAX_LINE_BYTES) {
      throw new IllegalArgumentException(
          "song id must have at most %d bytes in UTF-8, but has %d: %s"
              .formatted(M3uReader.MAX_LINE_BYTES, bytes, Quotation.quote(id)));
    }
  }
}
