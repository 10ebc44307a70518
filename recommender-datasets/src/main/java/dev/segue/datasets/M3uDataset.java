package dev.segue.datasets;

import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.reading.ChosenFiles;
import dev.segue.datasets.reading.FileKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Reads and writes playlists in M3U, which nearly every player knows. May be used by any number of
 * threads; the datasets are immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.DatasetExamplesTest" region="m3u"}
 *
 * <p>A file is text. Each line is the location of a song, such as a file name or a URL, except
 * comments, which begin with {@code #}, and blank lines. {@code #EXTINF:seconds,Artist - Title}
 * gives artist and title of the song whose location follows. They are split at the first {@code " -
 * "}; without one, all of it is the title. {@code #EXTART:Artist} names the artist: after {@code
 * #EXTINF} of that song, otherwise of all songs that follow and name none. The reader ignores
 * attributes after the seconds, and other lines with {@code #}. Lines may end as on any system. It
 * refuses a list of the segments of a stream (HTTP Live Streaming), because segments are not songs.
 * Files of other playlists are no songs either: they are left out and counted, not followed.
 *
 * <p>A file that ends in {@code .m3u8} is UTF-8, unless {@code #EXTENC:encoding} says otherwise.
 * The reader takes any other as UTF-8 if most of what is not ASCII is valid UTF-8, and as
 * windows-1252 if not. Text in UTF-16 begins with a byte-order mark.
 *
 * <p>A song's id is its location as it is first written. Its title and artist are the first ones
 * found. One file may be named in many ways, and is one song in all of them: by {@code file:}
 * addresses and paths, with slashes and backslashes, relative to the playlist (a name alone, or a
 * path that begins with {@code ./} or {@code ../}) and not. A relative path is also the same as the
 * only absolute one that ends in it, folder included; and songs of the same artist and title are
 * one if their paths end in the same folder and name. The report says how many were united. Songs
 * of the same name in the folders of different playlists are different songs.
 */
public final class M3uDataset {

  private M3uDataset() {}

  /**
   * Reads playlists, one per file.
   *
   * @param path one file; a folder whose files that end in {@code .m3u} or {@code .m3u8}, those of
   *     its subfolders included, are playlists; or a zip archive of such files. Each may be
   *     compressed with gzip. The files are read in natural order of their names: {@code list2}
   *     before {@code list10}
   * @return an immutable dataset; its catalogue holds the songs in order of first appearance; a
   *     file without songs is an empty playlist
   * @throws FileFormatException if there is no playlist, or a file breaks a rule of the format; the
   *     message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   */
  public static PlaylistDataset read(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    PlaylistCollector collector = new PlaylistCollector();
    ChosenFiles.readEach(
        path,
        FileKind.M3U,
        file -> {
          try (M3uReader reader = M3uReader.open(file)) {
            reader.readInto(collector);
          }
        },
        collector::warn,
        ".m3u",
        ".m3u8");
    return collector.dataset(path, "m3u");
  }

  /**
   * Writes each playlist to a file of its own: {@code playlist-000001.m3u8} and so on. Reading the
   * files back gives the same song ids in the same order, where no two are forms of one path, but
   * not who listened, nor when each song began: this format cannot say so.
   *
   * @param dataset the playlists; the id of each song is written as its location
   * @param folder the folder to write to; it is created if missing, and must hold no M3U files
   * @throws IllegalArgumentException if a song of the catalogue has an id that cannot be a line:
   *     blank, beginning with {@code #}, with a line break or NUL character, longer than a
   *     mebibyte, or the file of another playlist. Nothing is written then
   * @throws java.nio.file.FileAlreadyExistsException if the folder holds an M3U file
   * @throws IOException if a file cannot be written; the files already there are complete
   */
  public static void write(PlaylistDataset dataset, Path folder) throws IOException {
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(folder, "folder");
    M3uWriter.FILES.write(dataset, folder);
  }

  /**
   * Writes one playlist, such as recommended songs. Reading the files back gives the same song ids
   * in the same order.
   *
   * @param songs the songs; the id of each is written as its location
   * @param file the file to write, such as {@code next.m3u8}; an existing file is replaced once
   *     everything is written
   * @throws IllegalArgumentException if a song has an id that cannot be a line: blank, beginning
   *     with {@code #}, with a line break or NUL character, longer than a mebibyte, or the file of
   *     another playlist. Nothing is written then
   * @throws IOException if the file cannot be written
   */
  public static void write(List<Song> songs, Path file) throws IOException {
    Objects.requireNonNull(songs, "songs").forEach(each -> Objects.requireNonNull(each, "songs"));
    Objects.requireNonNull(file, "file");
    M3uWriter.FILES.write(songs, file);
  }
}
