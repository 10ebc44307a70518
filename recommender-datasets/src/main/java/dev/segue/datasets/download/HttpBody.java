package dev.segue.datasets.download;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The body of an HTTP response, piece by piece. Unlike the JDK's stream, it times out if the server
 * stops sending.
 */
final class HttpBody implements BodySubscriber<HttpBody> {

  private record Signal(List<ByteBuffer> bytes, boolean last, @Nullable Throwable failure) {}

  private final Duration silence;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

  /** Creates a body that waits this long for the next piece. */
  HttpBody(Duration silence) {
    this.silence = silence;
  }

  /**
   * Returns the next piece, or an empty list after the last one.
   *
   * @throws BrokenConnectionException if the connection broke, or the server sent nothing for too
   *     long
   */
  List<ByteBuffer> next() throws IOException {
    Signal signal;
    try {
      signal = signals.poll(silence.toNanos(), NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted();
    }
    if (signal == null) {
      throw new BrokenConnectionException("server sent nothing for " + seconds(silence));
    }
    if (signal.failure != null) {
      throw new BrokenConnectionException("connection broke: " + signal.failure.getMessage());
    }
    if (!signal.last) {
      subscription.join().request(1);
    }
    return signal.bytes;
  }

  /** Ends the transfer, even if not everything was read. */
  void cancel() {
    subscription.join().cancel();
  }

  @Override
  public CompletionStage<HttpBody> getBody() {
    return subscription.thenApply(subscribed -> this);
  }

  @Override
  public void onSubscribe(Subscription subscribed) {
    subscribed.request(1);
    subscription.complete(subscribed);
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    signals.add(new Signal(bytes, false, null));
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(new Signal(List.of(), true, failure));
  }

  @Override
  public void onComplete() {
    signals.add(new Signal(List.of(), true, null));
  }

  /**
   * Returns the {@link IOException} to throw if the thread was interrupted, and restores that
   * status.
   */
  static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("download was interrupted");
  }

  /** Formats a duration for messages. */
  static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }
}
