package dev.segue.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import dev.segue.datasets.reading.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads libraries of iTunes. */
class ITunesLibraryTest {

  private static final String HEAD =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" \
      "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      """;
  private static final String TRACKS =
      track(1, "<key>Persistent ID</key><string>P1</string><key>Name</key><string>One</string>")
          + track(2, "<key>Name</key><string>T &amp; T</string><key>Artist</key><string>A</string>")
          + track(3, "<key>Location</key><string>file:///c.mp3</string>")
          + track(4, "<key>Persistent ID</key><string>P4</string><key>Podcast</key><true/>")
          + track(5, "<key>Persistent ID</key><string>P5</string><key>Has Video</key><true/>")
          + track(6, "<key>Persistent ID</key><string>P6</string><key>Podcast</key><false/>");

  @TempDir Path folder;

  private static String track(int id, String keys) {
    return "<key>%d</key><dict><key>Track ID</key><integer>%1$d</integer>%s</dict>\n"
        .formatted(id, keys);
  }

  private static String playlist(String keys, int... tracks) {
    StringBuilder items = new StringBuilder("<dict>" + keys + "<key>Playlist Items</key><array>");
    for (int track : tracks) {
      items.append("<dict><key>Track ID</key><integer>%d</integer></dict>".formatted(track));
    }
    return items + "</array></dict>\n";
  }

  private static String library(String playlists) {
    return HEAD
        + "<plist version=\"1.0\"><dict><key>Major Version</key><integer>1</integer>"
        + "<key>Tracks</key><dict>"
        + TRACKS
        + "</dict><key>Playlists</key><array>"
        + playlists
        + "</array></dict></plist>\n";
  }

  @Test
  void playlists() throws IOException {
    PlaylistDataset dataset =
        ITunesLibrary.read(
            write(
                library(
                    playlist("<key>Name</key><string>Library</string><key>Master</key><true/>", 1)
                        + playlist(
                            "<key>Name</key><string>Music</string><key>Distinguished Kind</key>"
                                + "<integer>4</integer>",
                            1)
                        + playlist(
                            "<key>Name</key><string>90s</string><key>Smart Info</key><data>AQ=="
                                + "</data>",
                            2)
                        + "<dict><key>Name</key><string>Folder</string><key>Folder</key><true/>"
                        + "</dict>"
                        + playlist("<key>Name</key><string>Mine</string>", 3, 1, 4, 2, 5, 1)
                        + "<dict><key>Name</key><string>Empty</string></dict>"
                        + playlist("<key>Name</key><string>Too</string>", 6))));

    assertThat(dataset.catalogue().songs())
        .containsExactly(
            new Song("file:///c.mp3", "", "", List.of()),
            new Song("P1", "One", "", List.of()),
            new Song("A\tT & T", "T & T", "A", List.of()),
            new Song("P6", "", "", List.of()));
    assertThat(dataset.playlists())
        .containsExactly(Playlist.of(0, 1, 2, 1), Playlist.of(), Playlist.of(3));
    assertThat(dataset.report().orElseThrow().leftOut())
        .containsExactly(entry("podcasts and videos", 2L));
    assertThat(dataset.report().orElseThrow().warnings())
        .containsExactly(
            "left out 4 playlists that the program makes or that hold others, such as 'Library',"
                + " 'Music', '90s', 'Folder'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <dict><key>a</key></dict>                  | key 'a' must have a value
          <dict><string>a</string></dict>            | must be 'key', was 'string'
          <array/>                                   | must be 'dict', was 'array'
          <dict><key>Tracks</key><array/></dict>     | must be 'dict', was 'array'
          <dict><key>Playlists</key><dict/></dict>   | must be 'array', was 'dict'
          <dict><key>a</key><string>&x;</string></dict> | must be XML: Undeclared general entity "x"
          """)
  void fault(String text, String message) throws IOException {
    Path file = write(HEAD + "<plist>" + text + "</plist>");

    assertThatThrownBy(() -> ITunesLibrary.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(file + ":")
        .hasMessageEndingWith(message);
  }

  @Test
  void trackThatIsNone() throws IOException {
    Path file = write(library(playlist("<key>Name</key><string>Mine</string>", 1, 9)));

    assertThatThrownBy(() -> ITunesLibrary.read(file))
        .hasMessage(
            file + ": playlist 'Mine' must name tracks of the library, but track '9' is none");
  }

  @Test
  void onlyPlaylistsOfTheProgram() throws IOException {
    Path file =
        write(library(playlist("<key>Name</key><string>All</string><key>Master</key><true/>", 1)));

    assertThatThrownBy(() -> ITunesLibrary.read(file))
        .hasMessage(
            file
                + ": must hold at least 1 song, but there is none in its 0 playlists; left out 1"
                + " playlists that the program makes or that hold others, such as 'All'");
  }

  /** A name takes no more memory than a text, although a library may be large. */
  @Test
  void longName() throws IOException {
    Path file = Packed.bomb(folder.resolve("a.xml.gz"), HEAD + "<plist><x");
    assertThatThrownBy(() -> ITunesLibrary.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageEndingWith("must have at most 8388608 bytes between '<' and '>', but has more");
  }

  /** Neither file nor address is opened, and nothing is expanded. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE plist SYSTEM \"file:///etc/passwd\">",
        "<!DOCTYPE plist [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE plist [<!ENTITY x \"a\"><!ENTITY y \"&x;&x;\">]>",
      })
  void nothingOfADocumentTypeIsRead(String type) throws IOException {
    String library = library(playlist("<key>Name</key><string>M</string>", 1)).replace(HEAD, type);

    assertThat(ITunesLibrary.read(write(library)).playlists()).hasSize(1);
    Path file = write(library.replace("One", "&x;"));
    assertThatThrownBy(() -> ITunesLibrary.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageEndingWith("must be XML: Undeclared general entity \"x\"");
  }

  @Test
  void cutOff_anywhere() throws IOException {
    String text = library(playlist("<key>Name</key><string>Mine</string>", 1));
    for (int length = text.indexOf("<plist ") + 1; length < text.length() - 1; length += 7) {
      Path file = write(text.substring(0, length));
      assertThatThrownBy(() -> ITunesLibrary.read(file))
          .as(text.substring(0, length))
          .isInstanceOf(FileFormatException.class);
    }
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("Library.xml"), text);
  }
}
