package dev.segue.datasets;

import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how fast files of each format are read, sessions included. Each holds the same number of
 * plays of 50,000 songs, popular by Zipf's law, and is generated unless it is there.
 */
@Command(name = "ReadingSpeed", mixinStandardHelpOptions = true, sortOptions = false)
public final class ReadingSpeed implements Callable<Integer> {

  private static final int SONGS = 50_000;
  private static final long FIRST = Instant.parse("2015-01-01T00:00:00Z").getEpochSecond();
  private static final int SECONDS_A_SONG = 230;

  /**
   * A shape of files.
   *
   * @param name of the file
   * @param before what comes before the plays
   * @param between what stands between two of them
   * @param after what comes after the last
   * @param play writes one
   */
  private record Shape(
      String name, String before, String between, String after, IntFunction<String> play) {}

  @Option(names = "--folder", required = true, description = "Where the files are.")
  private Path folder = Path.of("");

  @Option(names = "--plays", description = "Plays in each file; default ${DEFAULT-VALUE}.")
  private int plays = 500_000;

  @Option(names = "--runs", description = "How often each is read; default ${DEFAULT-VALUE}.")
  private int runs = 5;

  private int[] songs = new int[0];

  /** Creates the command. */
  public ReadingSpeed() {}

  /**
   * Runs the command.
   *
   * @param arguments its options
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ReadingSpeed()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Random random = new Random(1);
    songs = new int[plays];
    Arrays.setAll(songs, play -> (int) Math.pow(SONGS, random.nextDouble()) - 1);
    Files.createDirectories(folder);
    System.out.printf("%-28s %-18s %6s %8s %12s%n", "file", "format", "MB", "seconds", "plays/s");
    for (Shape shape : shapes()) {
      measure(shape);
    }
    return 0;
  }

  private void measure(Shape shape) throws IOException {
    Path file = folder.resolve(shape.name());
    if (!Files.exists(file)) {
      write(shape, file);
    }
    DatasetFormat format = DatasetFormat.recognise(file);
    double[] seconds = new double[runs];
    for (int run = 0; run < runs; run++) {
      long start = System.nanoTime();
      PlaylistDataset read = format.read(file);
      seconds[run] = (System.nanoTime() - start) * 1e-9;
      int found = read.playlists().mapToInt(Playlist::size).sum();
      if (found != plays) {
        throw new IllegalStateException(
            "%s must have %d plays, but %d were read".formatted(file, plays, found));
      }
    }
    Arrays.sort(seconds);
    double median = seconds[runs / 2];
    System.out.printf(
        Locale.ROOT,
        "%-28s %-18s %6.0f %8.2f %,12.0f%n",
        shape.name(),
        format,
        Files.size(file) * 1e-6,
        median,
        plays / median);
  }

  private void write(Shape shape, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(shape.before());
      for (int play = 0; play < plays; play++) {
        out.write(play == 0 ? "" : shape.between());
        out.write(shape.play().apply(play));
      }
      out.write(shape.after());
    }
  }

  private String title(int play) {
    return "The Song of the Number " + songs[play];
  }

  private String artist(int play) {
    return "Artist and Band " + songs[play] / 9;
  }

  private static long second(int play) {
    return FIRST + (long) SECONDS_A_SONG * play;
  }

  private static String iso(int play) {
    return Instant.ofEpochSecond(second(play)).toString();
  }

  private static String written(int play, String pattern) {
    return LocalDateTime.ofEpochSecond(second(play), 0, ZoneOffset.UTC)
        .format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
  }

  /** Fills in a template: an artist, a title, a song's number, seconds, an ISO time. */
  private IntFunction<String> filled(String template) {
    return play ->
        template
            .replace("ARTIST", artist(play))
            .replace("TITLE", title(play))
            .replace("NUMBER", Integer.toString(songs[play]))
            .replace("PLAY", Integer.toString(play))
            .replace("SECOND", Long.toString(second(play)))
            .replace("ISO", iso(play));
  }

  private Shape[] shapes() {
    return new Shape[] {
      json(
          "spotify.json",
          "{\"ts\":\"ISO\",\"ms_played\":200000,\"master_metadata_track_name\":\"TITLE\","
              + "\"master_metadata_album_artist_name\":\"ARTIST\","
              + "\"spotify_track_uri\":\"spotify:track:NUMBER\",\"reason_end\":\"trackdone\"}"),
      new Shape(
          "StreamingHistory_music.json",
          "[",
          ",\n",
          "]",
          play ->
              "{\"endTime\":\"%s\",\"artistName\":\"%s\",\"trackName\":\"%s\",\"msPlayed\":200000}"
                  .formatted(written(play, "yyyy-MM-dd HH:mm"), artist(play), title(play))),
      json(
          "watch-history.json",
          "{\"header\":\"YouTube Music\",\"title\":\"Watched TITLE\",\"titleUrl\":"
              + "\"https://music.youtube.com/watch?v=vNUMBER\",\"subtitles\":[{\"name\":"
              + "\"ARTIST - Topic\"}],\"time\":\"ISO\"}"),
      new Shape(
          "lastfm.json",
          "{\"recenttracks\":{\"track\":[",
          ",\n",
          "]}}",
          filled(
              "{\"artist\":{\"#text\":\"ARTIST\"},\"name\":\"TITLE\",\"mbid\":\"\",\"date\":"
                  + "{\"uts\":\"SECOND\"}}")),
      new Shape(
          "listens.jsonl",
          "",
          "\n",
          "\n",
          filled(
              "{\"listened_at\":SECOND,\"track_metadata\":{\"artist_name\":\"ARTIST\","
                  + "\"track_name\":\"TITLE\",\"additional_info\":{}}}")),
      new Shape(
          "maloja.json",
          "{\"maloja\":{},\"scrobbles\":[",
          ",\n",
          "]}",
          filled(
              "{\"time\":SECOND,\"track\":{\"artists\":[\"ARTIST\"],\"title\":\"TITLE\"},"
                  + "\"duration\":200}")),
      new Shape(
          "pano.jsonl",
          "",
          "\n",
          "\n",
          filled(
              "{\"timeMs\":SECOND000,\"artist\":\"ARTIST\",\"track\":\"TITLE\",\"event\":"
                  + "\"scrobble\"}")),
      new Shape(
          "x.scrobbler.log",
          "#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#CLIENT/x\n",
          "\n",
          "\n",
          filled("ARTIST\tAlbum\tTITLE\t1\t200\tL\tSECOND\t")),
      new Shape("iso.csv", "time,artist,title\n", "\n", "\n", filled("ISO,ARTIST,TITLE")),
      new Shape(
          "written.csv",
          "artist,title,date\n",
          "\n",
          "\n",
          play ->
              "%s,%s,\"%s\""
                  .formatted(artist(play), title(play), written(play, "dd MMM yyyy, HH:mm:ss"))),
      new Shape(
          "list.m3u8",
          "#EXTM3U\n",
          "\n",
          "\n",
          filled("#EXTINF:200,ARTIST - TITLE\nC:\\Music\\ARTIST\\TITLE.mp3")),
      new Shape(
          "list.pls",
          "[playlist]\n",
          "\n",
          "\nVersion=2\n",
          filled("FilePLAY=/music/ARTIST/TITLE.mp3\nTitlePLAY=ARTIST - TITLE")),
      new Shape(
          "list.wpl",
          "<?wpl version=\"1.0\"?>\n<smil><body><seq>",
          "\n",
          "</seq></body></smil>",
          filled("<media src=\"..\\ARTIST\\TITLE.mp3\"/>")),
      new Shape(
          "list.xspf",
          "<playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\"><trackList>",
          "\n",
          "</trackList></playlist>",
          filled(
              "<track><identifier>id:NUMBER</identifier><title>TITLE</title>"
                  + "<creator>ARTIST</creator></track>")),
      new Shape(
          "Library.xml",
          library(),
          "\n",
          "</array></dict></array></dict></plist>",
          filled("<dict><key>Track ID</key><integer>NUMBER</integer></dict>")),
      new Shape(
          "list.jspf",
          "{\"playlist\":{\"track\":[",
          ",\n",
          "]}}",
          filled("{\"identifier\":[\"id:NUMBER\"],\"creator\":\"ARTIST\",\"title\":\"TITLE\"}")),
      new Shape(
          "Playlist1.json",
          "{\"playlists\":[{\"name\":\"P\",\"items\":[",
          ",\n",
          "]}]}",
          filled(
              "{\"track\":{\"trackName\":\"TITLE\",\"artistName\":\"ARTIST\",\"trackUri\":"
                  + "\"spotify:track:NUMBER\"}}")),
      new Shape(
          "mpd.json",
          "{\"playlists\":[{\"pid\":0,\"num_tracks\":" + plays + ",\"tracks\":[",
          ",\n",
          "]}]}",
          filled(
              "{\"pos\":PLAY,\"track_uri\":\"spotify:track:NUMBER\",\"track_name\":\"TITLE\","
                  + "\"artist_name\":\"ARTIST\"}"))
    };
  }

  /** All songs, and the beginning of the only playlist. */
  private static String library() {
    StringBuilder tracks =
        new StringBuilder("<plist version=\"1.0\"><dict><key>Tracks</key><dict>");
    for (int song = 0; song < SONGS; song++) {
      tracks.append(
          ("<key>%1$d</key><dict><key>Track ID</key><integer>%1$d</integer><key>Name</key>"
                  + "<string>The Song of the Number %1$d</string></dict>%n")
              .formatted(song));
    }
    return tracks.append("</dict><key>Playlists</key><array><dict><key>Name</key><string>Mine")
        + "</string><key>Playlist Items</key><array>";
  }

  private Shape json(String name, String template) {
    return new Shape(name, "[", ",\n", "]", filled(template));
  }
}
