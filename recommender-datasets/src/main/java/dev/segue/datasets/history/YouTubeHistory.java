package dev.segue.datasets.history;

import dev.segue.FileFormatException;
import dev.segue.datasets.reading.ChosenFiles;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.JsonInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what somebody heard on YouTube Music, from the {@code watch-history.json} of <a
 * href="https://takeout.google.com/">Google Takeout</a>, where one chooses "JSON" for the history
 * of "YouTube and YouTube Music". May be used by any number of threads; the histories are
 * immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="youTube"}
 *
 * <p>A file is a JSON array of objects. Music is what was played in YouTube Music (its {@code
 * header}, or the address in {@code titleUrl}), and what comes from a channel (the first of {@code
 * subtitles}) that YouTube makes of an artist's releases ({@code Miles Davis - Topic}). Everything
 * else that was watched is left out and counted, and so are videos that are gone. The artist is the
 * name of the channel, without {@code - Topic}; the title that of the video, without the words that
 * YouTube writes around it in the language of the account ({@code Watched So What}); {@code time}
 * is when it began. If that language is not known, the words that all titles share are left out;
 * the report says so.
 *
 * <p>Plays that share the video, or the names of artist and title, are plays of the same song. A
 * song's id is that of its first video. All plays are those of one listener.
 *
 * <p>The reader leaves out and counts plays before 1971, and a play of a song in the same second as
 * another. It skips and counts what it cannot read. A path may be a file, or a folder or zip
 * archive, such as the whole download, of which it reads all histories that end in {@code .json};
 * other files are left aside, and named in the report. Files may be compressed with gzip.
 */
public final class YouTubeHistory {

  private static final String MUSIC = "YouTube Music";
  private static final Pattern VIDEO =
      Pattern.compile(
          "https?://(?:\\w+\\.)?(?:youtube\\.com/watch\\?(?:[^#]*&)?v=|youtu\\.be/)([\\w-]{1,64})(?:[&?#].*)?");
  private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");

  /** What YouTube calls the channels that it makes, in some languages. */
  private static final Pattern TOPIC =
      Pattern.compile("(.*\\S) [-\u2013] (?:Topic|Thema|Tema|Thème|Temat|Tópico|Konu|Тема)");

  private final ReadingReport report;
  private final SongResolver songs = new SongResolver();
  private final PlayLog log = new PlayLog();

  private YouTubeHistory(ReadingReport report) {
    this.report = report;
  }

  /**
   * Reads files; at most one play in a thousand may be unreadable.
   *
   * @param path a file, a folder or an archive
   * @return the history
   * @throws FileFormatException if a file breaks a rule of the format, or too many plays cannot be
   *     read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   */
  public static ListeningHistory read(Path path) throws IOException {
    return read(path, SkippedLines.DEFAULT_LIMIT);
  }

  /**
   * Reads files.
   *
   * @param path a file, a folder or an archive
   * @param skippedLimit the share of plays that may be unreadable, from 0 to 1; 0.001 by default.
   *     Up to ten may be, if any may and they are fewer than half
   * @return the history
   * @throws FileFormatException if a file breaks a rule of the format, or too many plays cannot be
   *     read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if the limit is outside 0 to 1
   */
  public static ListeningHistory read(Path path, double skippedLimit) throws IOException {
    Objects.requireNonNull(path, "path");
    ReadingReport report = new ReadingReport("youtube", path, skippedLimit);
    YouTubeHistory history = new YouTubeHistory(report);
    report.files(
        ChosenFiles.readEach(path, FileKind.YOUTUBE, history::add, report::warn, ".json", ".html"));
    return ListeningHistory.of(history.songs, history.log, history.log.isNewestFirst(), report);
  }

  /** Reads a file twice: what stands around its titles is known once all are. */
  private void add(InputFile file) throws IOException {
    WatchedTitles titles = new WatchedTitles();
    try (JsonInput json = JsonInput.open(file)) {
      // Faults are counted when plays are added.
      JsonEntries.readEach(
          json, new ReadingReport("youtube", file.path(), 1), each -> count(each, titles));
      json.end();
    }
    titles.warning().ifPresent(report::warn);
    try (JsonInput json = JsonInput.open(file)) {
      JsonEntries.readEach(json, report, each -> add(new Watched(each), titles));
      json.end();
    }
  }

  private static void count(JsonInput json, WatchedTitles titles) throws IOException {
    Watched watched = new Watched(json);
    if (watched.isMusic() && !watched.video().isEmpty()) {
      titles.add(watched.title, watched.channel);
    }
  }

  private void add(Watched watched, WatchedTitles titles) {
    String video = watched.video();
    String title = titles.bare(watched.title);
    if (!watched.isMusic()) {
      report.leaveOut("not of YouTube Music");
    } else if (video.isEmpty() || title.isEmpty() || ADDRESS.matcher(title).matches()) {
      report.leaveOut("without a video, or of one that is gone");
    } else {
      long time = PlayTime.seconds(watched.time);
      if (!report.leavesOut(time)) {
        int song = songs.song(video, watched.artist(), title);
        log.add(log.listener(PlayLog.UNNAMED), time, song);
        report.read();
      }
    }
  }

  /** The fields of something that was watched. */
  private static final class Watched {

    private String header = "";
    private String title = "";
    private String address = "";
    private String channel = "";
    private String time = "";

    Watched(JsonInput json) throws IOException {
      json.beginObject();
      while (json.nextField()) {
        switch (json.field()) {
          case "header" -> header = json.textOrEmpty();
          case "title" -> title = json.textOrEmpty();
          case "titleUrl" -> address = json.textOrEmpty();
          case "subtitles" -> readChannel(json);
          case "time" -> time = json.scalar();
          default -> json.skip();
        }
      }
    }

    private void readChannel(JsonInput json) throws IOException {
      json.beginArray();
      while (json.nextElement()) {
        json.beginObject();
        while (json.nextField()) {
          if (json.field().equals("name") && channel.isEmpty()) {
            channel = json.textOrEmpty().strip();
          } else {
            json.skip();
          }
        }
      }
    }

    boolean isMusic() {
      return header.equals(MUSIC)
          || address.contains("//music.youtube.com/")
          || TOPIC.matcher(channel).matches();
    }

    String artist() {
      Matcher topic = TOPIC.matcher(channel);
      return topic.matches() ? topic.group(1) : channel;
    }

    /** The id of the video; empty if there is none. */
    String video() {
      Matcher video = VIDEO.matcher(address);
      return video.matches() ? video.group(1) : "";
    }
  }
}
