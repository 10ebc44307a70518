package dev.segue.datasets.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SongNamesTest {

  @Test
  void id_isArtistAndTitleWithATabBetween() {
    assertThat(SongNames.id("Air", "La Femme d'Argent")).isEqualTo("Air\tLa Femme d'Argent");
    assertThat(SongNames.id("", "So What")).isEqualTo("\tSo What");
  }

  @Test
  void id_ofOtherNamesIsAnother() {
    assertThat(SongNames.id("A\tB", "C")).isEqualTo("A B\tC");
    assertThat(SongNames.id("A", "B\tC")).isEqualTo("A\tB\tC");
  }
}
