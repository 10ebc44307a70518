package dev.segue.commandline;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/**
 * The page of a comparison: the JSON that {@code --json} writes, what shows it, and the library
 * that draws its charts, all in one file that loads nothing from elsewhere.
 */
final class CompareReport {

  private static final String CHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

  private CompareReport() {}

  static void write(String destination, PrintWriter standardOutput, JsonOption.Fields fields)
      throws IOException {
    StringWriter json = new StringWriter();
    JsonOption.writeLine(json, fields);
    String page =
        resource("compare.html")
            .replace("/*CHARTS*/", resource(CHARTS).replace("</script", "<\\/script"))
            .replace("/*RESULT*/", json.toString().replace("<", "\\u003c"));
    Destination.write(destination, standardOutput, writer -> writer.write(page));
  }

  private static String resource(String name) throws IOException {
    try (InputStream resource = CompareReport.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IOException("the program lacks its resource " + name);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
