package dev.segue.datasets.history;

import dev.segue.quotation.Quotation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.util.List;
import java.util.regex.Pattern;

/** The forms in which the times of a column may be written. */
enum TimeForm implements WrittenTime.Reading {

  /** ISO 8601, or a number since 1970. */
  STANDARD("2023-01-05T10:00:00Z") {
    @Override
    public WrittenTime read(String text) {
      return PlayTime.read(text);
    }
  },

  /** Days since 30 December 1899, as spreadsheets count them. */
  SERIAL_DAY("44931.4167") {
    @Override
    public WrittenTime read(String text) {
      if (!isSerialDay(text)) {
        throw wrong(text);
      }
      long second =
          new BigDecimal(text)
              .subtract(BigDecimal.valueOf(DAY_OF_1970))
              .multiply(BigDecimal.valueOf(86_400))
              .setScale(0, RoundingMode.HALF_UP)
              .longValueExact();
      return new WrittenTime(second, true, text.indexOf('.') >= 0);
    }

    @Override
    public boolean mayBe(String text) {
      return true;
    }
  },

  /** The month has its English name: 5 Jan 2023 10:00. */
  MONTH_NAME("5 Jan 2023, 10:00") {
    @Override
    public WrittenTime read(String text) {
      return ClockText.read(text, ClockText.NAMED, this);
    }
  },

  /** The year comes first, but not as in ISO 8601: 2023/1/5 10:00. */
  YEAR_FIRST("2023/1/5 10:00") {
    @Override
    public WrittenTime read(String text) {
      return ClockText.read(text, ClockText.YEAR_FIRST, this);
    }
  },

  /** The day comes first: 31/12/2023 10:00. */
  DAY_FIRST("31/12/2023 10:00") {
    @Override
    public WrittenTime read(String text) {
      return ClockText.read(text, ClockText.DAY_FIRST, this);
    }
  },

  /** The month comes first: 12/31/2023 10:00 AM. */
  MONTH_FIRST("12/31/2023 10:00 AM") {
    @Override
    public WrittenTime read(String text) {
      return ClockText.read(text, ClockText.MONTH_FIRST, this);
    }
  };

  /** 1 January 1970. */
  private static final long DAY_OF_1970 = 25_569;

  private static final int FIRST_DAY = 20_000;
  private static final int LAST_DAY = 80_000;
  private static final Pattern SERIAL = Pattern.compile("[2-8][0-9]{4}(\\.[0-9]{1,15})?");
  private static final Pattern MERIDIEM = Pattern.compile("(?i).*[0-9]\\s*[ap]\\.?m\\.?.*");

  private final String example;

  TimeForm(String example) {
    this.example = example;
  }

  /** Decides in which form most values of a column are. */
  static TimeForm of(List<String> values) {
    List<String> there = values.stream().filter(value -> !MissingId.is(value)).toList();
    long most = times(there, STANDARD);
    if (there.isEmpty() || most == there.size()) {
      return STANDARD;
    }
    if (there.stream().allMatch(TimeForm::isSerialDay)
        && there.stream().anyMatch(value -> value.indexOf('.') >= 0)) {
      return SERIAL_DAY;
    }
    TimeForm best = STANDARD;
    for (TimeForm form : List.of(MONTH_NAME, YEAR_FIRST, DAY_FIRST, MONTH_FIRST)) {
      long times = times(there, form);
      boolean likelier = form == MONTH_FIRST && best == DAY_FIRST && times == most;
      if (times > most || (likelier && times > 0 && hasMeridiem(there))) {
        best = form;
        most = times;
      }
    }
    return best;
  }

  private static long times(List<String> values, TimeForm form) {
    return values.stream().filter(value -> TimeKind.of(value, form).isTime()).count();
  }

  private static boolean hasMeridiem(List<String> values) {
    return values.stream().anyMatch(value -> MERIDIEM.matcher(value).matches());
  }

  /** Whether nothing in a column says which comes first, the day or the month. */
  boolean isGuess(List<String> values) {
    TimeForm other = opposite();
    return other != this
        && values.stream().noneMatch(value -> value.matches("[0-9]{1,2}\\..*"))
        && times(values, other) == times(values, this);
  }

  /** The form with day and month exchanged; of other forms the same. */
  TimeForm opposite() {
    return switch (this) {
      case DAY_FIRST -> MONTH_FIRST;
      case MONTH_FIRST -> DAY_FIRST;
      default -> this;
    };
  }

  /** The pattern of a text of this form, as the value of an option. */
  String pattern(String text) {
    String separator = text.replaceFirst("^[0-9]+", "").substring(0, 1);
    String date =
        (this == DAY_FIRST ? "d-M-" : "M-d-").replace("-", separator)
            + (text.matches("[0-9]+.[0-9]+.[0-9]{4}.*") ? "yyyy" : "yy");
    boolean meridiem = hasMeridiem(List.of(text));
    String rest =
        text.replaceFirst("^[0-9]+.[0-9]+.[0-9]+", "")
            .replaceFirst("[0-9]+:[0-9]+:[0-9]+", meridiem ? "h:mm:ss" : "H:mm:ss")
            .replaceFirst("[0-9]+:[0-9]+", meridiem ? "h:mm" : "H:mm")
            .replaceFirst("(?i)[ap]\\.?m\\.?", "a");
    return "\"" + date + rest + "\"";
  }

  static boolean isSerialDay(String text) {
    if (!SERIAL.matcher(text).matches()) {
      return false;
    }
    int day = Integer.parseInt(text.substring(0, 5));
    return day >= FIRST_DAY && day < LAST_DAY;
  }

  IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "time must be like %s, was %s".formatted(example, Quotation.quote(text)));
  }

  IllegalArgumentException wrong(String text, DateTimeException cause) {
    IllegalArgumentException wrong = wrong(text);
    wrong.initCause(cause);
    return wrong;
  }
}
