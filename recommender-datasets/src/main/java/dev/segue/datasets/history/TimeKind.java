package dev.segue.datasets.history;

import java.util.regex.Pattern;

/** What a text in a column of times is. */
enum TimeKind {
  /** A time, more exact than a day. */
  EXACT,
  /** A date alone. */
  DATE,
  /** A duration, a time of day, a position, or a time before 1971, which is none. */
  NO_TIME,
  /** Text that is not known to be any of these. */
  UNREADABLE;

  private static final Pattern DURATION =
      Pattern.compile(
          "-?[0-9]{1,4}(:[0-9]{2}){1,2}([.,][0-9]+)?( ?[AaPp][Mm])?|P[0-9T].*|[0-9]{1,8}[.,][0-9]+"
              + "|([0-9]+ ?(h|m|min|s|sec|ms)[.,]? ?){1,3}");

  /** Numbers of columns that are not named for times are ids more often than times before this. */
  private static final String MIN_NUMBER = "788918400";

  /** What a text is as ISO 8601, or as a number. */
  static TimeKind of(String text) {
    return of(text, TimeForm.STANDARD);
  }

  /** What a text is if times are of a form. */
  static TimeKind of(String text, WrittenTime.Reading form) {
    if (!form.mayBe(text)) {
      return NO_TIME;
    }
    try {
      WrittenTime time = form.read(text);
      if (time.second() < ReadingReport.EARLIEST) {
        return NO_TIME;
      }
      return time.isExact() ? EXACT : DATE;
    } catch (IllegalArgumentException e) {
      return UNREADABLE;
    }
  }

  boolean isTime() {
    return this == EXACT || this == DATE;
  }

  static boolean looksLikeDuration(String text) {
    return DURATION.matcher(text).matches();
  }

  /** Whether a text of a form is surely a time, whatever its column is called. */
  static boolean looksLikeTime(String text, WrittenTime.Reading form) {
    boolean number = text.chars().allMatch(each -> each >= '0' && each <= '9');
    boolean small =
        text.length() < MIN_NUMBER.length()
            || (text.length() == MIN_NUMBER.length() && text.compareTo(MIN_NUMBER) < 0);
    return of(text, form) == EXACT && !(number && small);
  }
}
