package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks lead artists in a small catalogue, name by name. */
class LeadArtistsTest {

  private static final Catalogue CATALOGUE =
      by(
          "Drake",
          "Diana Ross",
          "Diana Ross & The Supremes",
          "Gary Burton",
          "Hank Williams",
          "Kenny Chesney",
          "Little Feat",
          "Queen",
          "Ross",
          "Simon & Garfunkel",
          "Tyler",
          "");

  /** Returns a catalogue with a song by each artist. */
  private static Catalogue by(String... artists) {
    return Catalogue.of(
        IntStream.range(0, artists.length)
            .mapToObj(i -> new Song("song " + i, "", artists[i], List.of()))
            .toList());
  }

  private static String lead(Catalogue catalogue, String artist) {
    return catalogue.leadArtist(Song.of("new", "", artist));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Rihanna feat. Drake          | rihanna
          Rihanna feat Drake           | rihanna
          Rihanna ft. Drake            | rihanna
          Rihanna FT Drake             | rihanna
          Rihanna Featuring Drake      | rihanna
          Rihanna feat.Drake           | rihanna
          Rihanna, feat. Drake         | rihanna
          Rihanna (feat. Drake)        | rihanna
          Rihanna (ft Drake)           | rihanna
          Rihanna [Featuring Drake]    | rihanna
          Rihanna( feat. Drake )       | rihanna
          Rihanna\u00a0feat. Drake     | rihanna
          Rihanna feat. Drake & Queen  | rihanna
          Mya & Jay-Z feat. Drake      | mya & jay-z
          Drake & Mya feat. Jay-Z      | drake
          Mya ft. Drake feat. Queen    | mya
          Mya feat. FT Island          | mya
          """)
  void featuredArtists_neverCount(String artist, String lead) {
    assertThat(lead(CATALOGUE, artist)).isEqualTo(lead);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Drake with Rihanna            | drake
          Drake w/ Rihanna              | drake
          Drake w/Rihanna               | drake
          Drake (w/ Rihanna)            | drake
          Drake (with Rihanna)          | drake
          Drake [With Rihanna]          | drake
          Drake vs. Rihanna             | drake
          Drake vs Rihanna              | drake
          Drake Vs.Rihanna              | drake
          Drake, Rihanna                | drake
          Drake & Rihanna               | drake
          Drake (& Rihanna)             | drake
          Drake, Mya & Jay-Z            | drake
          Diana Ross & The Supremes     | diana ross
          Little Feat & Bonnie Raitt    | little feat
          Little Feat (w/ Bonnie Raitt) | little feat
          Little Feat feat. Drake       | little feat
          Simon & Garfunkel & Drake     | simon & garfunkel
          Simon & Garfunkel, Drake      | simon & garfunkel
          Simon & Garfunkel ft. Drake   | simon & garfunkel
          Rihanna with Drake            | rihanna with drake
          Rihanna (w/ Drake)            | rihanna (w/ drake)
          Rihanna vs. Drake             | rihanna vs. drake
          Rihanna & Drake               | rihanna & drake
          Rihanna, Drake & Queen        | rihanna, drake & queen
          """)
  void accompaniedArtists_countAloneIfTheCatalogueHasThem(String artist, String lead) {
    assertThat(lead(CATALOGUE, artist)).isEqualTo(lead);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10,000 Maniacs",
        "AC/DC",
        "C&C Music Factory",
        "Crosby, Stills & Nash",
        "Drake and Rihanna",
        "Drake + Rihanna",
        "Drake/Rihanna",
        "Drake &",
        "Drake w/",
        "Drake feat.",
        "Earth, Wind & Fire",
        "Feat. Drake",
        "Florence + the Machine",
        "FT Island",
        "Hall & Oates",
        "Hank Williams, Jr.",
        "Hank Williams, Jr",
        "Little Feat",
        "Queen Without Freddie",
        "Queen Defeat Drake",
        "Simon & Garfunkel",
        "Taylor Swift",
        "Tyler, The Creator",
        "With Drake",
        "(feat. Drake)",
        "(hed) p.e.",
        "Superchic[K]",
      })
  void everythingElse_staysWhole(String artist) {
    assertThat(lead(CATALOGUE, artist)).isEqualTo(artist.toLowerCase(Locale.ROOT));
  }

  @Test
  void name_isComparedInLowerCaseWithoutTheSpaceAround() {
    assertThat(lead(CATALOGUE, "  BJÖRK ")).isEqualTo("björk");
    assertThat(lead(CATALOGUE, " ")).isEmpty();
    assertThat(lead(CATALOGUE, "")).isEmpty();
  }

  @Test
  void songsOfTheCatalogue_makeTheRule() {
    assertThat(CATALOGUE.leadArtist(2)).isEqualTo("diana ross");
    assertThat(CATALOGUE.leadArtist(9)).isEqualTo("simon & garfunkel");
    assertThat(CATALOGUE.leadArtist(11)).isEmpty();
    assertThat(CATALOGUE.leadArtists())
        .hasSize(11)
        .containsEntry("drake", "drake")
        .containsEntry("diana ross & the supremes", "diana ross");
  }

  @Test
  void featuredArtists_makeNoArtistOfTheCatalogue() {
    Catalogue catalogue = by("Simon feat. Drake", "Simon & Garfunkel");

    assertThat(catalogue.leadArtist(0)).isEqualTo("simon");
    assertThat(catalogue.leadArtist(1)).isEqualTo("simon & garfunkel");
  }

  @Property
  void leadOfALead_isItself(
      @ForAll @Size(max = 6) List<@Size(max = 6) List<@IntRange(max = 9) Integer>> names) {
    List<String> words = List.of("a", "b", "c", "&", "with", "feat.", "ft", "(", ",", "vs.");
    Catalogue catalogue =
        by(
            names.stream()
                .map(name -> name.stream().map(words::get).collect(Collectors.joining(" ")))
                .toArray(String[]::new));

    catalogue
        .leadArtists()
        .forEach((artist, lead) -> assertThat(lead(catalogue, lead)).isEqualTo(lead));
  }

  @Test
  void name_longerThanAnyArtists_staysWhole() {
    String name = "drake" + ", &".repeat(330);

    assertThat(lead(CATALOGUE, name)).isEqualTo("drake");
    assertThat(lead(CATALOGUE, name + " & Queen")).isEqualTo(name + " & queen");
  }

  @Test
  void withSongs_keepsTheRule() {
    Catalogue more =
        CATALOGUE.withSongs(List.of(Song.of("solo", "", "Simon"), Song.of("a", "", "Mya & Drake")));

    assertThat(more.size()).isEqualTo(14);
    assertThat(more.leadArtist(9)).isEqualTo("simon & garfunkel");
    assertThat(more.leadArtist(12)).isEqualTo("simon");
    assertThat(more.leadArtist(13)).isEqualTo("mya & drake");
    assertThat(more.withSongs(List.of(Song.of("b", "", "Simon & Drake"))).leadArtist(14))
        .isEqualTo("simon & drake");
    assertThat(Catalogue.of(more.songs()).leadArtist(9)).as("made anew").isEqualTo("simon");
  }

  @Test
  void withSongs_thereAlready() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CATALOGUE.withSongs(List.of(Song.of("song 3"))))
        .withMessage("song ids must differ, but songs 3 and 12 are both 'song 3'");
  }

  @Test
  void withLeadArtists_replacesThem() {
    Map<String, String> leads = new HashMap<>(CATALOGUE.leadArtists());
    leads.replaceAll((artist, lead) -> lead.equals("diana ross") ? "Ross" : lead);
    leads.put("Various Artists", " ");

    Catalogue replaced = CATALOGUE.withLeadArtists(leads);

    assertThat(replaced.fingerprint()).isEqualTo(CATALOGUE.fingerprint());
    assertThat(replaced.songs()).isEqualTo(CATALOGUE.songs());
    assertThat(replaced.index("song 3")).hasValue(3);
    assertThat(replaced.leadArtist(1)).isEqualTo("ross");
    assertThat(replaced.leadArtist(2)).isEqualTo("ross");
    assertThat(replaced.leadArtist(3)).isEqualTo("gary burton");
    assertThat(lead(replaced, "Diana Ross & Drake")).isEqualTo("ross");
    assertThat(lead(replaced, "Diana Ross feat. Drake")).isEqualTo("ross");
    assertThat(lead(replaced, "various artists")).isEmpty();
    assertThat(CATALOGUE.leadArtist(1)).isEqualTo("diana ross");
    assertThat(replaced.withSongs(List.of(Song.of("a", "", "Diana Ross"))).leadArtist(12))
        .isEqualTo("ross");
  }

  /** The example of the documentation. */
  @Test
  void withLeadArtists_twoNamesOfABand() {
    Catalogue catalogue = by("Bob Marley", "The Wailers", "The Wailers ft. Ziggy", "Drake");

    Map<String, String> leads = new HashMap<>(catalogue.leadArtists());
    leads.replaceAll((artist, lead) -> lead.equals("the wailers") ? "bob marley" : lead);
    Catalogue replaced = catalogue.withLeadArtists(leads);

    assertThat(IntStream.range(0, 4).mapToObj(replaced::leadArtist))
        .containsExactly("bob marley", "bob marley", "bob marley", "drake");
  }

  @Test
  void withLeadArtists_ofNone_leavesTheRuleForFeaturedArtists() {
    Catalogue replaced = CATALOGUE.withLeadArtists(Map.of());

    assertThat(replaced.leadArtist(2)).isEqualTo("diana ross & the supremes");
    assertThat(lead(replaced, "Rihanna feat. Drake")).isEqualTo("rihanna");
  }

  @Test
  void minimumPlays_keepsReplacedLeadArtists_andMakesTheRuleAnewOtherwise() {
    Catalogue songs = by("Simon", "Simon & Garfunkel", "Drake");
    Playlist playlist = Playlist.of(1, 2, 1);

    assertThat(played(songs, playlist).leadArtist(0)).isEqualTo("simon & garfunkel");
    assertThat(played(songs.withLeadArtists(songs.leadArtists()), playlist).leadArtist(0))
        .isEqualTo("simon");
  }

  private static Catalogue played(Catalogue songs, Playlist playlist) {
    PlaylistDataset dataset = PlaylistDataset.of(songs, List.of(playlist));
    return new DatasetSplit(dataset, dataset, dataset).minimumPlays(1).training().catalogue();
  }

  @Test
  void withLeadArtists_wrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CATALOGUE.withLeadArtists(Map.of(" ", "drake")))
        .withMessage("artist must not be empty");
    Map<String, String> both = new LinkedHashMap<>();
    both.put("Drake", "a");
    both.put("drake", "B");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CATALOGUE.withLeadArtists(both))
        .withMessage("artist 'drake' must have one lead artist, had two: 'a' and 'b'");
    assertThatNullPointerException()
        .isThrownBy(() -> CATALOGUE.withLeadArtists(null))
        .withMessage("leadArtists");
    assertThatNullPointerException()
        .isThrownBy(() -> CATALOGUE.leadArtist(null))
        .withMessage("song");
    assertThatNullPointerException()
        .isThrownBy(() -> CATALOGUE.withSongs(null))
        .withMessage("newSongs");
  }
}
