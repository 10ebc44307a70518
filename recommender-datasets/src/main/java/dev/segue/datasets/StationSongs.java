package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.Song;
import java.util.List;
import java.util.stream.IntStream;

/** Invented titles and artists, which look real but belong to nobody. */
final class StationSongs {

  private static final List<String> GENRES =
      words("soul,funk,disco,house,techno,ambient,new wave,punk,indie rock,folk,country,blues");
  private static final List<String> ADJECTIVES =
      words(
          "Velvet,Silver,Midnight,Broken,Golden,Electric,Hollow,Crimson,Quiet,Distant,Paper,Wild,"
              + "Faded,Burning,Frozen,Secret,Lonely,Amber,Restless,Tender,Northern,Neon,Borrowed,"
              + "Crooked,Gentle,Rusty,Sleepless,Painted,Sudden,Winter,Hidden,Salted");
  private static final List<String> NOUNS =
      words(
          "Rivers,Foxes,Lanterns,Harbours,Mirrors,Swallows,Engines,Letters,Gardens,Satellites,"
              + "Orchards,Thunder,Shadows,Trains,Islands,Sparrows,Windows,Bridges,Wolves,Carousels,"
              + "Pilots,Summers,Anchors,Violets,Avenues,Embers,Feathers,Oceans,Postcards,Towers,"
              + "Strangers,Bells");
  private static final List<String> FIRST_NAMES =
      words(
          "Ada,Milo,Nina,Oscar,Iris,Felix,Clara,Hugo,Stella,Jonas,Mabel,Otis,Vera,Silas,Edith,"
              + "Ruben,Lena,Amos,Cora,Elias,Greta,Ivo,Juno,Leon,Maya,Nestor,Opal,Pablo,Rosa,Tobias,"
              + "Uma,Wanda");
  private static final List<String> LAST_NAMES =
      words(
          "Marlowe,Okafor,Lindqvist,Castellan,Hartwell,Moreau,Tanaka,Quill,Bellweather,Navarro,"
              + "Ashdown,Petrov,Fairchild,Obi,Sandoval,Whitlock,Kowalski,Delacroix,Finch,Haddad,"
              + "Ivers,Juarez,Kestrel,Larkin,Mbeki,Norrington,Oyelaran,Pike,Rosewood,Sorensen,"
              + "Thackeray,Underhill");
  private static final List<String> TITLES =
      List.of("%s %s", "%s %s Tonight", "Where the %s %s Go", "Song for %s %s");

  private StationSongs() {}

  static Catalogue catalogue(StationModel model) {
    List<List<String>> tags =
        IntStream.range(0, model.genres()).mapToObj(genre -> List.of(GENRES.get(genre))).toList();
    return Catalogue.of(
        IntStream.range(0, model.songs())
            .mapToObj(
                song ->
                    new Song(
                        "song-" + song,
                        title(song),
                        artist(model.artist(song)),
                        tags.get(model.genre(song))))
            .toList());
  }

  private static String title(int song) {
    int words = scatter(song, 12);
    return TITLES.get(words >> 10).formatted(pick(ADJECTIVES, words >> 5), pick(NOUNS, words));
  }

  /** Returns a unique name; when the names are used up, they are numbered. */
  private static String artist(int artist) {
    int words = scatter(artist, 11);
    String name =
        words >> 10 == 0
            ? pick(FIRST_NAMES, words >> 5) + " " + pick(LAST_NAMES, words)
            : "The " + pick(ADJECTIVES, words >> 5) + " " + pick(NOUNS, words);
    int namesakes = artist >> 11;
    return namesakes == 0 ? name : name + " " + (namesakes + 1);
  }

  private static String pick(List<String> words, int number) {
    return words.get(number & 31);
  }

  /** Permutes the numbers of so many bits, so that neighbours end far apart. */
  private static int scatter(int number, int bits) {
    int mask = (1 << bits) - 1;
    int scattered = (number * 0x9E5) & mask;
    scattered ^= scattered >> (bits / 2);
    return (scattered * 0x2C9) & mask;
  }

  private static List<String> words(String words) {
    return List.of(words.split(",", -1));
  }
}
