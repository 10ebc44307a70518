package dev.segue.pages.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What pages are made of. Any number of threads. */
public final class Resources {

  private static final String CHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

  private Resources() {}

  /** A file of ours. */
  static String text(String name) {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the library that draws charts, ECharts.
   *
   * @return a script, which may be within the element {@code script}
   */
  public static String charts() {
    return text(CHARTS).replace("</script", "<\\/script");
  }
}
