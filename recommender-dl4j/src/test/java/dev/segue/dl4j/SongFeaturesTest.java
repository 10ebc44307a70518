package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.Song;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SongFeaturesTest {

  @ParameterizedTest
  @CsvSource({
    "Rihanna, rihanna",
    "Gucci Mane (w/ Swizz Beatz), gucci mane",
    "Usher w\\/ Pitbull, usher",
    "Drake feat. Rihanna, drake",
    "Simon & Garfunkel, simon",
    "(hed) p.e., (hed) p.e."
  })
  void artist_isTheFirstOne_inLowerCase(String name, String expected) {
    assertThat(SongFeatures.artist(name)).isEqualTo(expected);
  }

  @Test
  void row_holdsArtistAndTags() {
    Song song = new Song("1", "So What", "Miles Davis", List.of("jazz", "cool", "jazz", "modal"));
    SongFeatures features =
        SongFeatures.of(List.of(new Song("0", "", "Bill Evans", List.of("cool")), song));

    assertThat(features.names())
        .containsExactly(
            "artist:bill evans", "tag:cool", "artist:miles davis", "tag:jazz", "tag:modal");
    assertThat(features.row(song).features()).containsExactly(2, 3, 1, 4);
    float third = (float) (1 / Math.sqrt(3));
    assertThat(features.row(song).weights()).containsExactly(1, third, third, third);
  }

  @Test
  void row_ofASongWithUnknownFeatures_leavesThemOut() {
    SongFeatures features = SongFeatures.named(List.of("artist:ann", "tag:jazz"));

    assertThat(features.row(new Song("1", "", "Bob", List.of("jazz", "late"))).features())
        .containsExactly(1);
    assertThat(features.row(Song.of("2")).features()).isEmpty();
  }

  @Test
  void features_none() {
    SongFeatures features = SongFeatures.of(List.of(Song.of("a"), Song.of("b")));

    assertThat(features.size()).isZero();
    assertThat(features.rows(List.of(Song.of("a")))).isEmpty();
  }
}
