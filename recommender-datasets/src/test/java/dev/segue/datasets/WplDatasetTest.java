package dev.segue.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks playlists of Windows Media Player, rule by rule. */
class WplDatasetTest {

  private static final String LIST =
      """
      <?wpl version="1.0"?>
      <smil>
        <head><meta name="Generator" content="x"/><author/><title>Mix</title></head>
        <body><seq>
          <media src="..\\Music\\a &amp; b.mp3" cid="{1}" tid="{2}"/>
          <media src="C:\\b.wma" trackTitle="Two" trackArtist="B" albumArtist="V"/>
          <media src="c.mp3" trackTitle="Three" albumArtist="C"></media>
          <media src="C:\\b.wma"/>
        </seq></body>
      </smil>
      """;

  @TempDir Path folder;

  @Test
  void playlist() throws IOException {
    PlaylistDataset dataset = WplDataset.read(write("a.wpl", LIST));

    assertThat(dataset.catalogue().songs())
        .containsExactly(
            new Song("..\\Music\\a & b.mp3", "", "", List.of()),
            new Song("C:\\b.wma", "Two", "B", List.of()),
            new Song("c.mp3", "Three", "C", List.of()));
    assertThat(dataset.playlists()).containsExactly(Playlist.of(0, 1, 2, 1));
  }

  @Test
  void folderOfBoth() throws IOException {
    write("a.wpl", LIST);
    write("b.zpl", LIST.replace("<?wpl", "<?zpl"));
    write("c.wpl", "<smil><body><seq><smartPlaylist/></seq></body></smil>");

    assertThat(WplDataset.read(folder).playlists()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <smil><body><seq><media/></seq></body></smil> | media 1 must have a src, but has none
          <smil><body><seq><media src="a"/></seq>       | is cut off after media 1
          <!DOCTYPE smil><smil/>                        | must not have a document type, but has a DOCTYPE
          """)
  void fault(String text, String message) throws IOException {
    Path file = write("a.wpl", text);

    assertThatThrownBy(() -> WplDataset.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(file + ":1: " + message);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
