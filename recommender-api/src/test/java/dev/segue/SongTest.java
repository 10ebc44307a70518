package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SongTest {

  @Test
  void toString_showsWhatIsKnown() {
    assertThat(new Song("7", "Jóga", "Björk", List.of())).hasToString("Jóga - Björk");
    assertThat(new Song("7", "Jóga", "", List.of())).hasToString("Jóga");
    assertThat(new Song("7", "", "Björk", List.of())).hasToString("7 - Björk");
    assertThat(Song.of("7")).hasToString("7");
  }

  @Test
  void of_knowsTheIdAlone() {
    assertThat(Song.of("7")).isEqualTo(new Song("7", "", "", List.of()));
  }

  @Test
  void of_databasesMayNotKnowTitleAndArtist() {
    assertThat(Song.of("7", "So What", "Miles Davis"))
        .isEqualTo(new Song("7", "So What", "Miles Davis", List.of()));
    assertThat(Song.of("7", null, null)).isEqualTo(Song.of("7"));
  }

  @Test
  void id_empty() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Song.of(""))
        .withMessage("song id must not be empty");
  }

  @Test
  void text_notUnicode_isRefusedBecauseNoModelCouldBeSavedWithIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Song.of("a\uD800"))
        .withMessage("song id must be Unicode, but half a surrogate pair is missing: 'a\\ud800'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Song("7", "\uDC00b", "", List.of()))
        .withMessage(
            "title of song '7' must be Unicode, but half a surrogate pair is missing: '\\udc00b'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Song("7", "", "\uD83C\uD83C\uDFB5", List.of()))
        .withMessageStartingWith("artist of song '7' must be Unicode");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Song("7", "", "", List.of("ok", "\uD83C")))
        .withMessageStartingWith("tag of song '7' must be Unicode");
    assertThat(Song.of("\uD83C\uDFB5")).hasToString("\uD83C\uDFB5");
  }

  @Test
  void text_tooLong_isRefusedBecauseNoModelCouldBeSavedWithIt() {
    assertThat(new Song("7", "x".repeat(10_000_000), "", List.of()).title()).hasSize(10_000_000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Song("7", "x".repeat(10_000_001), "", List.of()))
        .withMessage(
            "title of song '7' must have at most 10000000 characters, but has 10000001: '%s...'",
            "x".repeat(100));
  }

  @Test
  void parts_null() {
    assertThatNullPointerException().isThrownBy(() -> Song.of(null)).withMessage("id");
    assertThatNullPointerException()
        .isThrownBy(() -> new Song("7", null, "", List.of()))
        .withMessage("title");
    assertThatNullPointerException()
        .isThrownBy(() -> new Song("7", "", null, List.of()))
        .withMessage("artist");
    assertThatNullPointerException()
        .isThrownBy(() -> new Song("7", "", "", null))
        .withMessage("tags");
  }

  @Test
  void tags_changedByTheCaller_stayAsTheyWere() {
    List<String> tags = new ArrayList<>(List.of("rock"));
    Song song = new Song("7", "", "", tags);
    tags.add("pop");
    assertThat(song.tags()).containsExactly("rock");
  }
}
