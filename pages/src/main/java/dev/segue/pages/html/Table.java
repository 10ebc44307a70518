package dev.segue.pages.html;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table that can be sorted by each of its columns. Immutable.
 *
 * @param caption what it shows
 * @param columns the heads of its columns; that of the rows' names is the first
 * @param rows its rows
 */
public record Table(String caption, List<String> columns, List<Row> rows) implements Part {

  /**
   * A row.
   *
   * @param name what it is about
   * @param cells one for each column but the first
   */
  public record Row(String name, List<Cell> cells) {}

  /**
   * A cell.
   *
   * @param text what it says
   * @param small what it says below
   * @param best whether it stands out
   * @param value what it is sorted by; its text if there is none
   * @param prose whether it may have several lines
   */
  public record Cell(
      String text, Optional<String> small, boolean best, Optional<Double> value, boolean prose) {

    /** A cell that says nothing. */
    public static final Cell EMPTY = of("");

    /**
     * Makes a cell of text.
     *
     * @param text what it says
     * @return the cell
     */
    public static Cell of(String text) {
      return new Cell(text, Optional.empty(), false, Optional.empty(), false);
    }

    /**
     * Makes a cell of text that may have several lines.
     *
     * @param text what it says
     * @return the cell
     */
    public static Cell prose(String text) {
      return new Cell(text, Optional.empty(), false, Optional.empty(), true);
    }

    /**
     * Makes a cell of a number.
     *
     * @param value the number
     * @param digits how many digits after the point it is shown with
     * @return the cell; an empty one if it is no number
     */
    public static Cell of(double value, int digits) {
      String text = String.format(Locale.ROOT, "%." + digits + "f", value);
      return Double.isNaN(value)
          ? EMPTY
          : new Cell(
              text.matches("-[0.]+") ? text.substring(1) : text, // rounded to nothing
              Optional.empty(),
              false,
              Optional.of(value),
              false);
    }

    /**
     * Adds what is said below.
     *
     * @param below what it is
     * @return the cell
     */
    public Cell withSmall(String below) {
      return new Cell(text, Optional.of(below), best, value, prose);
    }

    /**
     * Has the cell stand out, or not.
     *
     * @param stands whether it does
     * @return the cell
     */
    public Cell withBest(boolean stands) {
      return new Cell(text, small, stands, value, prose);
    }
  }

  @Override
  public String html() {
    return Templates.fill("table", this);
  }
}
