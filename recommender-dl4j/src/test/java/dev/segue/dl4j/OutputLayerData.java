package dev.segue.dl4j;

import dev.segue.Catalogue;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.Song;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.MemoryFeatures;
import dev.segue.lstm.network.Recency;
import dev.segue.lstm.network.SongFeatures;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Playlists of three listeners who play a few songs again and again, and skip some, and one without
 * times; and networks that know all of that, or nothing.
 */
final class OutputLayerData {

  static final int SONGS = 13;
  static final int OUTPUTS = 5;

  private static final ZoneId ZONE = ZoneOffset.UTC;

  /** Four artists; the last song has none. */
  private static final List<SongFeatures.Row> FEATURES =
      IntStream.range(0, SONGS)
          .mapToObj(song -> song == SONGS - 1 ? -1 : song % 4)
          .map(
              artist ->
                  artist < 0
                      ? new SongFeatures.Row(-1, new int[0], new float[0])
                      : new SongFeatures.Row(artist, new int[] {artist}, new float[] {1}))
          .toList();

  private OutputLayerData() {}

  /** A network with all terms. */
  static Architecture everything() {
    return new Architecture(
        SONGS,
        FEATURES,
        4,
        OUTPUTS,
        List.of(OUTPUTS),
        false,
        false,
        Recency.of(
            6, 4, true, SONGS, FEATURES.stream().mapToInt(SongFeatures.Row::artist).toArray()),
        true,
        true,
        Optional.of(ZONE));
  }

  /** A network that remembers plays alone, and has no clock. */
  static Architecture memoryOfPlays() {
    return new Architecture(
        SONGS,
        List.of(),
        0,
        OUTPUTS,
        List.of(OUTPUTS),
        false,
        false,
        List.of(),
        false,
        true,
        Optional.empty());
  }

  static Architecture plain() {
    return Architecture.plain(SONGS, OUTPUTS, List.of(OUTPUTS));
  }

  /** Four playlists of up to 9 songs, in chunks of 6 steps; memories are read once. */
  static List<PackedChunk> chunks(Architecture architecture) {
    List<Playlist> all = playlists();
    PlayHistory history = PlayHistory.of(catalogue(), all.stream());
    return PackedChunk.cut(all.subList(8, 12), 6, architecture.recency(), history, 1).stream()
        .map(parts -> parts.get(0))
        .toList();
  }

  /** What the memories say at the positions of each chunk. */
  static List<List<MemoryFeatures>> memories(Architecture architecture) {
    List<List<MemoryFeatures>> all = new ArrayList<>();
    for (PackedChunk chunk : chunks(architecture)) {
      List<MemoryFeatures> ofChunk = new ArrayList<>();
      for (int position = 0; position < chunk.positions(); position++) {
        MemoryFeatures features = new MemoryFeatures(architecture.skips());
        chunk.memories().next(features, architecture.clock());
        ofChunk.add(features);
      }
      all.add(ofChunk);
    }
    return all;
  }

  private static Catalogue catalogue() {
    return Catalogue.of(
        IntStream.range(0, SONGS).mapToObj(song -> Song.of("song" + song)).toList());
  }

  /** Twelve in order of time; listeners take turns, and every fourth playlist has no listener. */
  private static List<Playlist> playlists() {
    Random random = new Random(5);
    List<Playlist> playlists = new ArrayList<>();
    for (int number = 0; number < 12; number++) {
      boolean timed = number % 4 != 3;
      int[] songs = new int[5 + random.nextInt(5)];
      long[] times = new long[songs.length];
      List<Playlist.Skip> skips = new ArrayList<>();
      long now = Instant.parse("2024-06-03T08:00:00Z").getEpochSecond() + 50_000L * number;
      for (int position = 0; position < songs.length; ) {
        now += 200 + random.nextInt(400);
        int song = random.nextInt(SONGS);
        if (random.nextInt(4) == 0) {
          Optional<Instant> time =
              timed ? Optional.of(Instant.ofEpochSecond(now)) : Optional.empty();
          skips.add(new Playlist.Skip(song, position, time, Optional.empty()));
        } else {
          times[position] = now;
          songs[position++] = song;
        }
      }
      Playlist playlist = Playlist.of(songs);
      playlists.add(
          (timed ? playlist.withTimes("listener" + number % 4, times) : playlist).withSkips(skips));
    }
    return playlists;
  }
}
