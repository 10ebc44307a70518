package dev.segue.datasets.history;

import dev.segue.quotation.Quotation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Cuts plays in order into sessions, and holds one at a time. One thread at a time.
 *
 * @param <P> a play
 */
final class SessionIterator<P> implements Iterator<List<P>> {

  private final Iterator<? extends P> plays;
  private final Function<? super P, ?> listenerOf;
  private final ToLongFunction<? super P> secondOf;
  private final Function<? super P, ?> songOf;
  private final OpenSession open;

  /** The first play of the next session; empty before the first session, and after the last. */
  private List<P> ahead = List.of();

  private @Nullable Object listener;
  private long previous;

  SessionIterator(
      SessionRules rules,
      Iterator<? extends P> plays,
      Function<? super P, ?> listenerOf,
      ToLongFunction<? super P> secondOf,
      Function<? super P, ?> songOf) {
    this.open = new OpenSession(rules);
    this.plays = plays;
    this.listenerOf = listenerOf;
    this.secondOf = secondOf;
    this.songOf = songOf;
  }

  @Override
  public boolean hasNext() {
    return !ahead.isEmpty() || plays.hasNext();
  }

  @Override
  public List<P> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("there are no more sessions");
    }
    List<P> session = new ArrayList<>(ahead);
    ahead = List.of();
    while (ahead.isEmpty() && plays.hasNext()) {
      P play = plays.next();
      OpenSession.Play kind = next(session, play);
      if (kind == OpenSession.Play.BEGINS && !session.isEmpty()) {
        ahead = List.of(play);
      } else if (kind != OpenSession.Play.REPEATS) {
        session.add(play);
      }
    }
    return Collections.unmodifiableList(session);
  }

  private OpenSession.Play next(List<P> session, P play) {
    Object of = listenerOf.apply(play);
    long second = secondOf.applyAsLong(play);
    if (!of.equals(listener)) {
      open.end();
      listener = of;
    } else if (second < previous) {
      throw new IllegalArgumentException(
          "plays of a listener must be in order of time, was %d after %d (seconds; listener %s)"
              .formatted(second, previous, Quotation.quote(of.toString())));
    }
    previous = second;
    boolean sameSong =
        !session.isEmpty()
            && songOf.apply(play).equals(songOf.apply(session.get(session.size() - 1)));
    return open.next(second, sameSong);
  }
}
