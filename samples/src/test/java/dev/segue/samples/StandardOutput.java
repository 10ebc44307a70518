package dev.segue.samples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps what a test prints. */
public final class StandardOutput implements BeforeEachCallback, AfterEachCallback {

  private final PrintStream original = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Override
  public void beforeEach(ExtensionContext context) {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    System.setOut(original);
  }

  /** Returns everything that was printed. */
  public String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** Returns the lines that were printed, without white space around them. */
  public List<String> lines() {
    return text().lines().map(String::strip).toList();
  }
}
