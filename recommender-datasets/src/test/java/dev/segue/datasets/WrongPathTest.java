package dev.segue.datasets;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.segue.PlaylistDataset;
import dev.segue.datasets.history.CsvHistory;
import dev.segue.datasets.history.LastFmExport;
import dev.segue.datasets.history.LastFmHistory;
import dev.segue.datasets.history.ListenBrainzHistory;
import dev.segue.datasets.history.MalojaHistory;
import dev.segue.datasets.history.PanoHistory;
import dev.segue.datasets.history.RockboxHistory;
import dev.segue.datasets.history.SpotifyHistory;
import dev.segue.datasets.history.YouTubeHistory;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reader refuses a path at which there is nothing, or a folder instead of a file, alike. */
class WrongPathTest {

  @TempDir Path folder;

  private interface Reader {
    Object read(Path path) throws IOException;
  }

  static Stream<Arguments> readersOfAFile() {
    return Stream.of(
        reader("YesDataset.read", YesDataset::read),
        reader("LastFmHistory.read", LastFmHistory::read),
        reader("LastFmHistory.read with a limit", path -> LastFmHistory.read(path, 0.5)));
  }

  static Stream<Arguments> readersOfFilesInAFolder() {
    return Stream.of(
        reader("CsvHistory.read", CsvHistory::read),
        reader("CsvHistory.read with a limit", path -> CsvHistory.read(path, 0.5)),
        reader("JspfDataset.read", JspfDataset::read),
        reader("M3uDataset.read", M3uDataset::read),
        reader("MpdDataset.read", MpdDataset::read),
        reader("PlsDataset.read", PlsDataset::read),
        reader("WplDataset.read", WplDataset::read),
        reader("SpotifyPlaylists.read", SpotifyPlaylists::read),
        reader("ITunesLibrary.read", ITunesLibrary::read),
        reader("YouTubeHistory.read", YouTubeHistory::read),
        reader("LastFmExport.read", LastFmExport::read),
        reader("MalojaHistory.read", MalojaHistory::read),
        reader("PanoHistory.read", PanoHistory::read),
        reader("RockboxHistory.read", RockboxHistory::read),
        reader("XspfDataset.read", XspfDataset::read),
        reader("ListenBrainzHistory.read", ListenBrainzHistory::read),
        reader("ListenBrainzHistory.read with a limit", path -> ListenBrainzHistory.read(path, 1)),
        reader("SpotifyHistory.read", SpotifyHistory::read),
        reader(
            "SpotifyHistory.read with a limit",
            path -> SpotifyHistory.read(path, SpotifyHistory.MIN_PLAYED, false, 0.5)));
  }

  static Stream<Arguments> usersOfAFolder() {
    PlaylistDataset dataset = PlaylistDataset.of(List.of(List.of("a", "b")));
    return Stream.of(
        reader("YesDataset.readSplit", YesDataset::readSplit),
        reader("YesDataset.download", YesDataset::download),
        reader(
            "YesDataset.writeSplit",
            path -> {
              YesDataset.writeSplit(dataset.splitInOrder(1, 0, 0), path);
              return path;
            }),
        reader(
            "M3uDataset.write",
            path -> {
              M3uDataset.write(dataset, path);
              return path;
            }));
  }

  private static Arguments reader(String name, Reader reader) {
    return arguments(name, reader);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readersOfAFile")
  void file_missing(String name, Reader reader) {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> reader.read(missing))
        .isExactlyInstanceOf(NoSuchFileException.class)
        .hasMessage(missing + ": no such file");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readersOfAFile")
  void file_isAFolder(String name, Reader reader) {
    assertThatThrownBy(() -> reader.read(folder))
        .isExactlyInstanceOf(FileSystemException.class)
        .hasMessage(folder + ": must be a file, but is a folder");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readersOfFilesInAFolder")
  void fileOrFolder_missing(String name, Reader reader) {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> reader.read(missing))
        .isExactlyInstanceOf(NoSuchFileException.class)
        .hasMessage(missing + ": no such file or folder");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("usersOfAFolder")
  void folder_isAFile(String name, Reader reader) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> reader.read(file))
        .isExactlyInstanceOf(FileSystemException.class)
        .hasMessage(file + ": must be a folder, but is a file");
  }

  @Test
  void folder_missing() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> YesDataset.readSplit(missing))
        .isExactlyInstanceOf(NoSuchFileException.class)
        .hasMessage(missing + ": no such folder");
  }
}
