package dev.segue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a memory holds: traces of plays and of skips, the plays of the last hour, and what the
 * listener has banned. One thread at a time.
 */
final class MemoryContents {

  private final Catalogue catalogue;
  final MemorySongs songs;
  final SongTraces plays;
  final SongTraces skips;
  final LastHour lastHour;
  final Bans bans = new Bans();

  /** When each lead artist was last played; made when it is first asked for. */
  private @Nullable Map<String, Integer> lastOfArtists;

  MemoryContents(Catalogue catalogue) {
    this(catalogue, new MemorySongs(catalogue), new SongTraces(), new SongTraces(), new LastHour());
  }

  MemoryContents(
      Catalogue catalogue,
      MemorySongs songs,
      SongTraces plays,
      SongTraces skips,
      LastHour lastHour) {
    this.catalogue = catalogue;
    this.songs = songs;
    this.plays = plays;
    this.skips = skips;
    this.lastHour = lastHour;
  }

  MemoryContents copy() {
    MemoryContents copy =
        new MemoryContents(
            catalogue,
            new MemorySongs(catalogue, songs.others()),
            plays.copy(),
            skips.copy(),
            lastHour.copy());
    copy.bans.addAll(bans);
    return copy;
  }

  /** The index of a song, which is added if need be. */
  int index(Song song) {
    int known = songs.find(song);
    if (known >= 0) {
      return known;
    }
    if (songs.isFull()) {
      forgetOthers();
    }
    return songs.add(song);
  }

  private void forgetOthers() {
    plays.forget();
    skips.forget();
    var number = songs.keep(song -> plays.place(song) >= 0 || skips.place(song) >= 0);
    List.of(plays, skips).forEach(traces -> traces.renumber(number));
    lastHour.renumber(number);
  }

  void play(int song, int second) {
    if (plays.play(song, second)) {
      lastHour.play(song, plays.latest());
      if (lastOfArtists != null) {
        lastOfArtists.put(leadArtist(song), plays.latest());
      }
    }
  }

  void like(int song, int second) {
    int place = plays.place(song);
    if (place < 0 || plays.isForgotten(place, Math.max(plays.latest(), second))) {
      play(song, second);
    }
    plays.addToLast(plays.place(song), ListenerMemory.LIKE_PLAYS - 1);
  }

  void add(SongPlays row, SongTraces to) {
    double[] values = row.traces().stream().mapToDouble(Double::doubleValue).toArray();
    int second = SongTraces.seconds(row.last().getEpochSecond());
    float[] pauses = new float[Traces.PAUSES];
    for (int back = 0; back < row.pauses().size(); back++) {
      pauses[back] = row.pauses().get(back).toSeconds();
    }
    to.add(index(row.song()), second, pauses, values);
    lastHour.forgetBefore(plays.latest()); // a song may be forgotten that was heard in it
    lastOfArtists = null;
  }

  /** Adds all that another memory holds, perhaps of another catalogue. */
  void addAll(ListenerMemory others) {
    others.plays().forEach(row -> add(row, plays));
    others.skips().forEach(row -> add(row, skips));
    MemoryContents contents = others.contents();
    for (int i = 0; i < contents.lastHour.size(); i++) {
      Song song = contents.songs.get(contents.lastHour.song(i));
      lastHour.play(index(song), contents.lastHour.second(i));
    }
    bans.addAll(contents.bans);
  }

  // What rules ask.

  boolean knows(Song song) {
    int index = songs.find(song);
    return index >= 0 && (plays.place(index) >= 0 || skips.place(index) >= 0);
  }

  /** Whether a song was played or skipped after a second. */
  boolean playedSince(Song song, int second) {
    int index = songs.find(song);
    return index >= 0 && (plays.isAfter(index, second) || skips.isAfter(index, second));
  }

  boolean artistPlayedSince(String leadArtist, int second) {
    Map<String, Integer> known = lastOfArtists;
    if (known == null) {
      known = lastOfArtists();
      lastOfArtists = known;
    }
    Integer last = known.get(leadArtist);
    return last != null && last > second;
  }

  private Map<String, Integer> lastOfArtists() {
    Map<String, Integer> artists = new HashMap<>();
    for (int place = 0; place < plays.size(); place++) {
      artists.merge(leadArtist(plays.song(place)), plays.last(place), Math::max);
    }
    return artists;
  }

  /** The plays of an artist after a second, of those in the last hour. */
  int playsOfArtistSince(String leadArtist, int second) {
    int count = 0;
    for (int i = lastHour.size() - 1; i >= 0 && lastHour.second(i) > second; i--) {
      if (leadArtist(lastHour.song(i)).equals(leadArtist)) {
        count++;
      }
    }
    return count;
  }

  private String leadArtist(int song) {
    return catalogue.leadArtist(songs.get(song));
  }
}
