package com.example.newsletter;

import com.example.newsletter.Delivery.State;
import java.util.List;

/**
 * How far an issue has come.
 *
 * @param deliveries one for each subscriber, in order
 */
public record DeliveryReport(List<Delivery> deliveries) {
  /**
   * The subscribers whose delivery is in a state.
   *
   * @param state which
   * @return their addresses
   */
  public List<String> subscribers(State state) {
    return deliveries.stream()
        .filter(delivery -> delivery.state() == state)
        .map(Delivery::subscriber)
        .toList();
  }

  /**
   * The delivery to a subscriber.
   *
   * @param subscriber the address
   * @return the delivery
   * @throws IllegalArgumentException if the issue does not go to that address
   */
  public Delivery to(String subscriber) {
    return deliveries.stream()
        .filter(delivery -> delivery.subscriber().equals(subscriber))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no subscriber: " + subscriber));
  }

  /**
   * Whether nothing is left to be tried.
   *
   * @return true if so
   */
  public boolean isFinished() {
    return subscribers(State.WAITING).isEmpty();
  }
}
