package dev.segue.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks written XSPF and JSPF to the letter, and that they are read back. */
class TrackWriterTest {

  private static final List<Song> SONGS =
      List.of(
          Song.of("spotify:track:6I9", "Toxic & <more>", "Britney \"B\" Spears"),
          Song.of("Kite\tBlue Sky", "Blue Sky", "Kite"),
          Song.of("C:\\Music\\Kite\\Red, Sky.mp3", "", ""),
          Song.of("/home/ana/é 1.mp3", "É", ""),
          Song.of("Kite/100%.mp3", "", "Kite"),
          Song.of("http://radio/x?y=1&z=2", "", ""));

  private static final PlaylistDataset DATASET =
      PlaylistDataset.of(
          Catalogue.of(SONGS),
          List.of(Playlist.of(0, 1, 2, 3, 4, 5), Playlist.of(), Playlist.of(5, 0)));

  @TempDir Path folder;

  @Test
  void xspf() throws IOException {
    XspfDataset.write(DATASET, folder);

    assertThat(folder.resolve("playlist-000001.xspf"))
        .usingCharset(UTF_8)
        .hasContent(
            """
            <?xml version='1.0' encoding='UTF-8'?><playlist xmlns="http://xspf.org/ns/0/" version="1"><trackList>
            <track><identifier>spotify:track:6I9</identifier><title>Toxic &amp; &lt;more></title><creator>Britney "B" Spears</creator></track>
            <track><title>Blue Sky</title><creator>Kite</creator></track>
            <track><location>file:///C:/Music/Kite/Red,%20Sky.mp3</location><identifier>C:\\Music\\Kite\\Red, Sky.mp3</identifier></track>
            <track><location>file:///home/ana/%C3%A9%201.mp3</location><identifier>/home/ana/é 1.mp3</identifier><title>É</title></track>
            <track><location>./Kite/100%25.mp3</location><identifier>Kite/100%.mp3</identifier><creator>Kite</creator></track>
            <track><location>http://radio/x?y=1&amp;z=2</location><identifier>http://radio/x?y=1&amp;z=2</identifier></track>
            </trackList></playlist>""");
    PlaylistDataset read = XspfDataset.read(folder);
    assertThat(read.catalogue().songs()).isEqualTo(SONGS);
    assertThat(read.playlists()).containsExactlyElementsOf(DATASET.playlists().toList());
  }

  @Test
  void jspf() throws IOException {
    JspfDataset.write(DATASET, folder);

    assertThat(folder.resolve("playlist-000003.jspf"))
        .hasContent(
            """
            {
              "playlist" : {
                "track" : [ {
                  "location" : [ "http://radio/x?y=1&z=2" ],
                  "identifier" : [ "http://radio/x?y=1&z=2" ],
                  "title" : "",
                  "creator" : ""
                }, {
                  "identifier" : [ "spotify:track:6I9" ],
                  "title" : "Toxic & <more>",
                  "creator" : "Britney \\"B\\" Spears"
                } ]
              }
            }""");
    PlaylistDataset read = JspfDataset.read(folder);
    assertThat(read.catalogue().songs()).isEqualTo(SONGS);
    assertThat(read.playlists()).containsExactlyElementsOf(DATASET.playlists().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {" a", "a\n", "a\0b", "a\u0001", "\uFFFE"})
  void id_thatWouldNotBeReadBack(String id) {
    PlaylistDataset dataset = PlaylistDataset.of(List.of(List.of("fine"), List.of(id)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> XspfDataset.write(dataset, folder))
        .withMessageStartingWith(
            "song id must be text of at most 100000 characters without control characters, or white"
                + " space around it, was '");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void folderWithPlaylists_isRefused() throws IOException {
    JspfDataset.write(DATASET, folder);

    assertThatThrownBy(() -> JspfDataset.write(DATASET, folder))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageEndingWith("folder must hold no JSPF files");
  }
}
