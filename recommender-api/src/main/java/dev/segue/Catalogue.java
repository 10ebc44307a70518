package dev.segue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.segue.quotation.Quotation;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The vocabulary of a dataset or recommender: each song has a dense index from 0 to {@code size() -
 * 1}. Immutable; may be shared by threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.PlaylistExamplesTest" region="catalogue"}
 */
public final class Catalogue {

  private final List<Song> songs;
  private final SongIds ids;
  private volatile @Nullable String fingerprint;
  private volatile @Nullable SongDigests digests;

  /** Replaces the rule for lead artists that this catalogue's own artists make. */
  private final @Nullable LeadArtists givenLeadArtists;

  private volatile @Nullable LeadArtists ownLeadArtists;

  private Catalogue(List<Song> songs, @Nullable LeadArtists leadArtists) {
    Objects.requireNonNull(songs, "songs").forEach(each -> Objects.requireNonNull(each, "songs"));
    this.songs = List.copyOf(songs);
    this.ids = new SongIds(this.songs);
    this.givenLeadArtists = leadArtists;
  }

  private Catalogue(Catalogue other, LeadArtists leadArtists) {
    this.songs = other.songs;
    this.ids = other.ids;
    this.fingerprint = other.fingerprint;
    this.givenLeadArtists = leadArtists;
  }

  /**
   * Makes a catalogue in which each song's index is its place in the list.
   *
   * @param songs the songs, no id twice
   * @return the catalogue
   * @throws IllegalArgumentException if two songs have the same id
   */
  public static Catalogue of(List<Song> songs) {
    return new Catalogue(songs, null);
  }

  /**
   * Returns the number of songs.
   *
   * @return the number of songs, 0 or more
   */
  public int size() {
    return songs.size();
  }

  /**
   * Returns all songs in the order of their indices.
   *
   * @return an immutable list
   */
  public List<Song> songs() {
    return songs;
  }

  /**
   * Returns the song at an index.
   *
   * @param index from 0 to {@code size() - 1}
   * @return the song
   * @throws IndexOutOfBoundsException if the index is outside that range
   */
  public Song song(int index) {
    return songs.get(index);
  }

  /**
   * Returns the index of a song.
   *
   * @param songId the caller's id
   * @return its index from 0 to {@code size() - 1}; empty if the catalogue lacks it
   */
  public OptionalInt index(String songId) {
    int index = ids.find(Objects.requireNonNull(songId, "songId"));
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /**
   * Turns the caller's song ids into a playlist of indices.
   *
   * @param songIds ids in the order of play
   * @return the playlist
   * @throws IllegalArgumentException if the catalogue lacks some of the songs; the message names
   *     them all
   */
  public Playlist playlist(List<String> songIds) {
    int[] played = new int[Objects.requireNonNull(songIds, "songIds").size()];
    List<String> unknown = new ArrayList<>();
    for (int position = 0; position < played.length; position++) {
      String songId = Objects.requireNonNull(songIds.get(position), "songIds");
      int index = ids.find(songId);
      if (index < 0) {
        unknown.add(songId);
      } else {
        played[position] = index;
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "songs must be in the catalogue of %d songs, but these are not: %s"
              .formatted(size(), String.join(", ", unknown)));
    }
    return Playlist.of(played);
  }

  /**
   * Returns a catalogue with more songs after these. The rule for {@linkplain #leadArtist(Song)
   * lead artists} stays that of this catalogue: the artists of the new songs change no answer.
   *
   * @param newSongs the new songs, with ids that this catalogue lacks
   * @return the catalogue of all songs
   * @throws IllegalArgumentException if an id is already in the catalogue, or occurs twice
   */
  public Catalogue withSongs(List<Song> newSongs) {
    Objects.requireNonNull(newSongs, "newSongs")
        .forEach(each -> Objects.requireNonNull(each, "newSongs"));
    return new Catalogue(
        Stream.concat(songs.stream(), newSongs.stream()).toList(), leadArtistsRule());
  }

  /**
   * Returns a catalogue of some of these songs. If the rule for lead artists was replaced, it stays
   * replaced; otherwise the artists of the chosen songs make it.
   */
  Catalogue select(int[] chosen) {
    return new Catalogue(Arrays.stream(chosen).mapToObj(songs::get).toList(), givenLeadArtists);
  }

  /**
   * The lead artist of a song of this catalogue, as {@link #leadArtist(Song)} has it.
   *
   * @param song from 0 to {@code size() - 1}
   * @return the lead artist; empty if the artist is unknown
   * @throws IndexOutOfBoundsException if the index is outside that range
   */
  public String leadArtist(int song) {
    return leadArtist(song(song));
  }

  /**
   * The lead artist of a song: songs with the same lead artist count as by one artist, in rules, in
   * metrics and in what recommenders learn. This is the song's artist in lower case, without other
   * artists:
   *
   * <ul>
   *   <li>The name ends before "feat.", "ft." or "featuring", with or without a full stop or
   *       brackets: "Drake ft. Rihanna" and "Drake (feat. Rihanna)" become "drake".
   *   <li>It ends before "with", "w/", "vs.", "&amp;" or a comma only if what is left is an artist
   *       of this catalogue, by which it has some song: "Diana Ross &amp; The Supremes" becomes
   *       "diana ross" in a catalogue with a song by "Diana Ross" alone, but "Simon &amp;
   *       Garfunkel" and "Earth, Wind &amp; Fire" stay whole in one without "Simon" or "Earth". If
   *       several such artists begin the name, the shortest counts.
   *   <li>These must be words of their own ("Taylor Swift", "AC/DC" and "C&amp;C Music Factory"
   *       stay), with a name before and after them. A comma before "Jr.", "Sr." or "The" belongs to
   *       the name: "Hank Williams, Jr." and "Tyler, The Creator" stay. So does everything else,
   *       such as "and", "+" and "/", and a name of over 1,000 characters.
   * </ul>
   *
   * <p>{@link #withLeadArtists} replaces these answers. The rule is made on the first call, from
   * the artists of all songs; later calls look a name up.
   *
   * @param song any song; this catalogue need not hold it
   * @return the lead artist; empty if the artist is unknown
   */
  public String leadArtist(Song song) {
    Objects.requireNonNull(song, "song");
    return leadArtistsRule().of(song.artist());
  }

  /** The lead artist of the songs that have an artist. */
  String leadArtistNamed(String artist) {
    return leadArtistsRule().of(artist);
  }

  /**
   * The lead artist of each artist of this catalogue, as {@link #leadArtist(Song)} has it. Artists
   * of songs that {@link #withSongs} added are not among them.
   *
   * @return an immutable map from the artist in lower case to the lead artist
   */
  public Map<String, String> leadArtists() {
    return leadArtistsRule().asMap();
  }

  /**
   * Replaces the lead artists. For instance, this has two names of a band count as one:
   *
   * <pre>{@code
   * Map<String, String> leads = new HashMap<>(catalogue.leadArtists());
   * leads.replaceAll((artist, lead) -> lead.equals("the wailers") ? "bob marley" : lead);
   * Catalogue replaced = catalogue.withLeadArtists(leads);
   * }</pre>
   *
   * <p>The rule of {@link #leadArtist(Song)} applies to artists that the map lacks. The artists of
   * the map, and no others, then count as those of the catalogue, and what is left of a name is
   * looked up in the map again. Model files keep the replaced lead artists; files of playlists do
   * not.
   *
   * @param leadArtists from artists to lead artists, compared in lower case; copied. The empty
   *     string makes the artist unknown, as one may want for "Various Artists"
   * @return a catalogue of the same songs with the same fingerprint
   * @throws IllegalArgumentException if an artist is empty, or occurs twice in different case with
   *     different lead artists
   */
  public Catalogue withLeadArtists(Map<String, String> leadArtists) {
    Objects.requireNonNull(leadArtists, "leadArtists");
    return new Catalogue(this, LeadArtists.of(leadArtists));
  }

  private LeadArtists leadArtistsRule() {
    if (givenLeadArtists != null) {
      return givenLeadArtists;
    }
    LeadArtists known = ownLeadArtists;
    return known == null ? makeLeadArtistsRule() : known;
  }

  /** Makes the rule once, because many threads may ask for it at the same time. */
  private synchronized LeadArtists makeLeadArtistsRule() {
    LeadArtists known = ownLeadArtists;
    if (known == null) {
      known = LeadArtists.of(songs);
      ownLeadArtists = known;
    }
    return known;
  }

  /**
   * Throws unless another catalogue gives every song the same index as this one, so that playlists
   * over the one are playlists over the other.
   *
   * @param name what has this catalogue, such as {@code training}; for the message
   * @param other the other catalogue
   * @param otherName what has the other catalogue, such as {@code validation}; for the message
   * @throws IllegalArgumentException if their {@linkplain #fingerprint fingerprints} differ; the
   *     message says in what: the numbers of songs, or the first song that differs
   */
  public void requireSame(String name, Catalogue other, String otherName) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(other, "other");
    Objects.requireNonNull(otherName, "otherName");
    if (this != other && !fingerprint().equals(other.fingerprint())) {
      throw new IllegalArgumentException(
          "%s and %s must share one catalogue, but %s"
              .formatted(name, otherName, difference(name, other, otherName)));
    }
  }

  private String difference(String name, Catalogue other, String otherName) {
    if (size() != other.size()) {
      return "hold %d and %d songs".formatted(size(), other.size());
    }
    int differs = 0;
    while (song(differs).id().equals(other.song(differs).id())) {
      differs++;
    }
    return "song %d is %s in %s and %s in %s"
        .formatted(
            differs,
            Quotation.quote(song(differs).id()),
            name,
            Quotation.quote(other.song(differs).id()),
            otherName);
  }

  /**
   * Checks that a playlist holds songs of this catalogue alone.
   *
   * @param playlist the playlist
   * @param number its number among others, for the message
   * @throws IllegalArgumentException if the catalogue lacks one of its songs
   */
  public void check(Playlist playlist, long number) {
    Objects.requireNonNull(playlist, "playlist");
    for (int position = 0; position < playlist.size(); position++) {
      if (playlist.song(position) >= size()) {
        throw new IllegalArgumentException(
            "playlist %d, position %d: song index must be in 0..%d, was %d"
                .formatted(number, position, size() - 1, playlist.song(position)));
      }
    }
    for (int skip = 0; skip < playlist.skips().size(); skip++) {
      if (playlist.skippedSong(skip) >= size()) {
        throw new IllegalArgumentException(
            "playlist %d, skip %d: song index must be in 0..%d, was %d"
                .formatted(number, skip, size() - 1, playlist.skippedSong(skip)));
      }
    }
  }

  /** What digests of playlists are made of; computed on the first call, 8 bytes per song. */
  SongDigests digests() {
    SongDigests known = digests;
    if (known == null) {
      known = new SongDigests(songs);
      digests = known;
    }
    return known;
  }

  /**
   * Returns a digest of the song ids in their order, computed on the first call. Two catalogues
   * with the same fingerprint give every song the same index.
   *
   * @return SHA-256 in lower-case hexadecimal, 64 characters
   */
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known = fingerprint(songs);
      fingerprint = known;
    }
    return known;
  }

  /** Returns the number of songs as text. */
  @Override
  public String toString() {
    return "Catalogue of " + size() + " songs";
  }

  private static String fingerprint(List<Song> songs) {
    MessageDigest digest = sha256();
    for (Song song : songs) {
      byte[] id = song.id().getBytes(UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(id.length).array());
      digest.update(id);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
