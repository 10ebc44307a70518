package dev.segue.server.store;

import java.util.Objects;

/**
 * An event, and whose it is. Immutable; may be shared by threads.
 *
 * @param listener the listener
 * @param event the event
 */
public record ListenerEvent(String listener, Event event) {

  /**
   * Makes a listener's event.
   *
   * @param listener the listener
   * @param event the event
   */
  public ListenerEvent {
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(event, "event");
  }
}
