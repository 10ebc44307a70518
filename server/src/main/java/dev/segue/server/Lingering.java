package dev.segue.server;

import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes what is left of a request's body after the answer: who still sends when a connection ends
 * may never see the answer, as TCP resets what is closed with bytes unread. Known as a lingering
 * close.
 */
final class Lingering extends Handler.Wrapper {

  /** Who sends more, or longer, is cut off all the same. */
  private static final long BYTES = 16L * 1024 * 1024;

  private static final Duration TIME = Duration.ofSeconds(5);

  Lingering(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    boolean waits = request.getHeaders().contains(HttpHeader.EXPECT); // and sends no body
    return super.handle(
        request,
        response,
        waits
            ? callback
            : Callback.from(() -> new Rest(request, callback::succeeded).run(), callback::failed));
  }

  /** What is left of a body. One thread at a time. */
  private static final class Rest implements Runnable {

    private final Request request;
    private final Runnable then;
    private final long end = System.nanoTime() + TIME.toNanos();
    private long bytes;

    Rest(Request request, Runnable then) {
      this.request = request;
      this.then = then;
    }

    @Override
    public void run() {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        bytes += chunk.remaining();
        chunk.release();
        if (chunk.isLast() || Content.Chunk.isFailure(chunk) || isEnough()) {
          then.run();
          return;
        }
      }
    }

    private boolean isEnough() {
      return bytes > BYTES || System.nanoTime() - end > 0;
    }
  }
}
