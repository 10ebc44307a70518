package dev.segue.lstm.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.segue.Catalogue;
import dev.segue.Song;
import java.util.List;
import org.junit.jupiter.api.Test;

class SongFeaturesTest {

  private static final float[] NONE = {};
  private static final Catalogue NO_SONGS = Catalogue.of(List.of());

  @Test
  void row_holdsArtistAndTags() {
    Song song = new Song("1", "So What", "Miles Davis", List.of("jazz", "cool", "jazz", "modal"));
    SongFeatures features =
        SongFeatures.of(
            Catalogue.of(List.of(new Song("0", "", "Bill Evans", List.of("cool")), song)), 0);

    assertThat(features.names())
        .containsExactly(
            "artist:bill evans", "tag:cool", "artist:miles davis", "tag:jazz", "tag:modal");
    assertThat(features.row(song).features()).containsExactly(2, 3, 1, 4);
    float third = (float) (1 / Math.sqrt(3));
    assertThat(features.row(song).weights()).containsExactly(1, third, third, third);
  }

  @Test
  void row_ofASongWithUnknownFeatures_leavesThemOut() {
    SongFeatures features = SongFeatures.named(List.of("artist:ann", "tag:jazz"), NO_SONGS);

    assertThat(features.row(new Song("1", "", "Bob", List.of("jazz", "late"))).features())
        .containsExactly(1);
    assertThat(features.row(Song.of("2")).features()).isEmpty();
  }

  @Test
  void features_none() {
    SongFeatures features = SongFeatures.of(Catalogue.of(List.of(Song.of("a"), Song.of("b"))), 0);

    assertThat(features.size()).isZero();
    assertThat(features.rows(List.of(Song.of("a")), i -> NONE)).isEmpty();
  }

  @Test
  void vectors_areTheLastFeatures() {
    List<Song> songs = List.of(new Song("0", "", "Ann", List.of()), Song.of("1"));
    float[][] vectors = {{0.5f, -1}, NONE};
    SongFeatures features = SongFeatures.of(Catalogue.of(songs), 2);

    assertThat(features.names()).containsExactly("artist:ann", "vector:0", "vector:1");
    List<SongFeatures.Row> rows = features.rows(songs, i -> vectors[i]);
    assertThat(rows.get(0).features()).containsExactly(0, 1, 2);
    assertThat(rows.get(0).weights()).containsExactly(1, 0.5f, -1);
    assertThat(rows.get(1).features()).isEmpty();
    assertThat(features.vectors(rows)).containsExactly(0.5f, -1, 0, 0);
    assertThat(SongFeatures.named(features.names(), NO_SONGS).dimensions()).isEqualTo(2);
  }

  @Test
  void row_withAVectorOfAnotherLength() {
    SongFeatures features = SongFeatures.of(NO_SONGS, 2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> features.rows(List.of(Song.of("a")), i -> new float[3]))
        .withMessage("the vector of song 'a' must have 2 values, but has 3");
  }

  @Test
  void row_ofANewSong_isOfItsLeadArtistInTheCatalogue() {
    Catalogue catalogue =
        Catalogue.of(
            List.of(
                new Song("0", "", "Ann", List.of()),
                new Song("1", "", "Ann & Bob", List.of()),
                new Song("2", "", "Simon & Garfunkel", List.of())));
    SongFeatures features = SongFeatures.of(catalogue, 0);

    assertThat(features.names()).containsExactly("artist:ann", "artist:simon & garfunkel");
    assertThat(features.row(new Song("3", "", "Ann & Cid", List.of())).artist()).isZero();
    assertThat(features.row(new Song("4", "", "Simon & Ann", List.of())).artist()).isEqualTo(-1);
  }
}
