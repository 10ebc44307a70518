package dev.segue.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Song;
import org.junit.jupiter.api.Test;

class StationSongTest {

  @Test
  void line_isOne_whateverTheTitleSays() {
    Song song = Song.of("/music/a:b.mp3", "Say \"hi\"\\\nannotate:", "A\u2028B");
    assertThat(new StationSong(song, "{id}").line())
        .isEqualTo(
            "annotate:title=\"Say \\\"hi\\\"\\\\ annotate:\",artist=\"A B\","
                + "segue_id=\"/music/a:b.mp3\":/music/a:b.mp3\n");
  }

  @Test
  void uri_holdsTheIdAsAPartOfAnAddress() {
    Song song = Song.of("a b/ü?x");
    assertThat(new StationSong(song, "http://localhost/{id:url}?v=1").line())
        .endsWith(":http://localhost/a%20b%2F%C3%BC%3Fx?v=1\n");
  }
}
