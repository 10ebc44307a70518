package dev.segue.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.AsyncRequestLogWriter;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.component.ContainerLifeCycle;

/**
 * Writes a line of JSON for each request: when, from where, what, and how it was answered. Queries
 * and bodies, which name listeners and tokens, are not in it.
 */
final class AccessLog extends ContainerLifeCycle implements RequestLog {

  private static final JsonMapper JSON = new JsonMapper();

  private final AsyncRequestLogWriter lines;

  /**
   * Writes to a file.
   *
   * @param file its name; {@code yyyy_mm_dd} in it becomes the day, with a file for each
   */
  AccessLog(String file) {
    this.lines = new AsyncRequestLogWriter(file);
    installBean(lines);
  }

  @Override
  public void log(Request request, Response response) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", Instant.ofEpochMilli(Request.getTimeStamp(request)).toString());
    line.put("remote", Request.getRemoteAddr(request));
    line.put("method", request.getMethod());
    line.put("path", Request.getPathInContext(request));
    line.put("status", response.getStatus());
    line.put("bytes", Response.getContentBytesWritten(response));
    line.put("microseconds", microseconds(request));
    try {
      lines.write(JSON.writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long microseconds(Request request) {
    return TimeUnit.NANOSECONDS.toMicros(NanoTime.since(request.getBeginNanoTime()));
  }
}
