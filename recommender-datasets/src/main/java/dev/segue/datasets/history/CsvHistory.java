package dev.segue.datasets.history;

import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.datasets.reading.FileKind;
import dev.segue.datasets.reading.InputFile;
import dev.segue.datasets.reading.InputFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads plays from tables with named columns: CSV (RFC 4180) with commas, semicolons or {@code |},
 * or tab-separated values without quoting. May be used by any number of threads; the histories are
 * immutable.
 *
 * {@snippet class="dev.segue.samples.javadoc.HistoryExamplesTest" region="csv"}
 *
 * <p>A line names the columns, in any order: the first, or one after a title, remarks that begin
 * with {@code #}, {@code sep=;} or blank lines. Names are compared without case, spaces,
 * punctuation, and types such as {@code :token}; {@link CsvColumn} says what columns there are:
 *
 * <ul>
 *   <li>{@code user} (also {@code user_id}, {@code username}, {@code listener}, {@code account},
 *       …): who listened; if missing, all rows belong to one listener.
 *   <li>{@code time} (also {@code timestamp}, {@code uts}, {@code ts}, {@code played_at}, {@code
 *       listened_at}, {@code datetime}, {@code utc_time}, {@code date}, {@code when}, {@code
 *       entry_date}, …): when. If missing, all plays of a user are one session, in the order of the
 *       file; so they are if there is only a time at which songs were added ({@code Added At}).
 *   <li>{@code session} (also {@code session_id}): the rows of a user with the same one are one
 *       session, in order of time if there are times. Pauses do not cut it.
 *   <li>{@code playlist} (also {@code playlist_name}, {@code playlist_id}, …): each is a session of
 *       its own, in the order of the file, as that of a listener who is called like it ({@code user
 *       / playlist} if there is a user); times are then ignored. A log whose plays have exact times
 *       is cut by time instead.
 *   <li>{@code song_id}, {@code track_id}, {@code uri}, {@code media_id}, {@code item_id}, {@code
 *       id}, …: the song's id. If missing or empty, the id is artist and title, separated by a tab.
 *   <li>{@code artist} (also {@code artist_name}, {@code artists}, …) and {@code title} (also
 *       {@code track_name}, {@code song_name}, …): the names of the artist and the song.
 *   <li>{@code song} or {@code track}: the song's id or its title, as the values and the other
 *       columns say.
 *   <li>{@code tags} (also {@code genres}, {@code genre}, …): separated by {@code |}, if any value
 *       in the first rows has one, or else by {@code ;}, or else by commas.
 *   <li>{@code skipped} (also {@code skip}, …): whether the listener skipped the song ({@code true}
 *       or {@code 1}): then it is no play, but the {@linkplain ListeningHistory#sessions sessions}
 *       tell it between their plays.
 *   <li>{@code heard} (also {@code seconds_played}, {@code ms_played}, {@code duration_played}, …):
 *       how long it was heard, in seconds, or in milliseconds if the name says so.
 * </ul>
 *
 * <p>Times may be written in ISO 8601; as seconds, milli-, micro- or nanoseconds since 1970; as
 * days of a spreadsheet ({@code 44931.4167}); with the English name of the month ({@code 31 Dec
 * 2019, 23:59}); or with day and month as numbers ({@code 12/31/2019 11:59 PM}), of which a value
 * above 12 says which comes first, and otherwise the day does unless there are AM and PM. The times
 * of a column are all of the form of most of its first values. A date may have its time of day in
 * another column. Times without a zone are of UTC, or of {@link CsvOptions#zone}.
 *
 * <p>What a column says is decided by its values in the first 1,000 rows as a whole. A column that
 * is empty there is none; so is one of durations, positions or years that is called {@code time},
 * and an {@code id} of rows. Of two columns for one thing, the one with more values is taken, and
 * exact times before dates. If most values do not fit, or a later row contradicts the decision,
 * that is an error, whose message names the option that decides ({@link CsvOptions}, {@code
 * --columns}). {@link ListeningHistory#report()} says which columns were used and which ignored,
 * and what was a guess.
 *
 * <p>An id such as {@code None}, {@code nan}, {@code null}, {@code undefined}, {@code N/A}, {@code
 * -1} or a UUID of zeros is missing; so are such listeners and times. The reader leaves out and
 * counts plays without a time, before 1971, or of a song by a listener in the same second as
 * another (if there are times that are more exact than a day). Of plays at the same time the one
 * further down came first, if the file has the newest first. Of {@code Apple Music Play
 * Activity.csv} it leaves out all events but the ends of plays; one that the listener skipped
 * within 30 seconds is a skip.
 *
 * <p>There must be a column of songs or titles. The reader skips and counts rows that lack both
 * values, or have the wrong number of fields or no readable time. A file is UTF-8, and may be
 * compressed with gzip or zip.
 *
 * <p>A folder or a zip archive is read as one history, in the order of names. Each file decides its
 * columns for itself. Where a file has neither users, times, sessions nor playlists, it is a
 * playlist, which is called like the file. Files that are no tables of songs are left out, and
 * told.
 */
public final class CsvHistory {

  private CsvHistory() {}

  /**
   * Reads tables; at most one row in a thousand may be unreadable.
   *
   * @param path a file, a folder or an archive
   * @return the history
   * @throws FileFormatException if a file breaks a rule of the format, or too many rows cannot be
   *     read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   */
  public static ListeningHistory read(Path path) throws IOException {
    return read(path, CsvOptions.ofDefaults());
  }

  /**
   * Reads tables.
   *
   * @param path a file, a folder or an archive
   * @param skippedLimit the share of rows that may be unreadable, from 0 to 1; 0.001 by default. Up
   *     to ten may be, if any may and they are fewer than half
   * @return the history
   * @throws FileFormatException if a file breaks a rule of the format, or too many rows cannot be
   *     read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if the limit is outside 0 to 1
   */
  public static ListeningHistory read(Path path, double skippedLimit) throws IOException {
    return read(path, CsvOptions.ofDefaults().skippedLimit(skippedLimit));
  }

  /**
   * Reads tables.
   *
   * @param path a file, a folder or an archive
   * @param options which columns there are, if the tables do not say it well enough themselves, how
   *     times are written, and how many rows may be unreadable
   * @return the history
   * @throws FileFormatException if a file breaks a rule of the format, has not a column of the
   *     options, or too many rows cannot be read; the message names file, line and rule
   * @throws java.nio.file.NoSuchFileException if there is no such file or folder
   * @throws IOException if a file cannot be read
   */
  public static ListeningHistory read(Path path, CsvOptions options) throws IOException {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(options, "options");
    ReadingReport report = new ReadingReport("csv", path, options.skippedLimit());
    ListeningHistory.Builder history = ListeningHistory.builder();
    try (InputFiles files = InputFiles.of(path, "")) {
      if (files.size() == 1) {
        InputFile file = files.iterator().next();
        FileKind.check(file, FileKind.CSV);
        CsvTable table = CsvTable.read(file, options, "", history, report);
        report.columns(table.columns().report());
        table.warnings().forEach(report::warn);
      } else {
        new CsvFiles(path, options, history, report).read(files);
      }
    }
    return history.build(report);
  }

  /**
   * Writes playlists or sessions as a table that {@link #read} reads back: a row for each play and
   * each skip, with the columns {@code song}, {@code artist}, {@code title}, {@code tags}, {@code
   * skipped} and {@code heard} (in seconds), after {@code session}, {@code user} and {@code time}
   * if all playlists have times, or else {@code playlist}. Sessions and playlists are numbered from
   * 1; empty ones are lost, and what of a playlist is {@linkplain dev.segue.Playlist#context()
   * context} is not said.
   *
   * @param dataset the playlists
   * @param file the file to write, such as {@code plays.csv}; an existing file is replaced once
   *     everything is written
   * @throws IOException if the file cannot be written
   */
  public static void write(PlaylistDataset dataset, Path file) throws IOException {
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(file, "file");
    PlayTable.write(dataset, file);
  }
}
