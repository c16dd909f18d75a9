package com.example.invoices;

import java.util.List;

/** What is to be sent, what was, and which addresses are dead. Must outlive the application. */
public interface Outbox {
  /**
   * Stores a delivery; in place of the one of the same mail to the same recipient, if there is one.
   *
   * @param delivery the delivery
   */
  void put(Delivery delivery);

  /**
   * All deliveries.
   *
   * @return in the order in which they were first put
   */
  List<Delivery> deliveries();

  /**
   * Marks an address as dead.
   *
   * @param address which
   */
  void markDead(String address);

  /**
   * Whether an address is marked as dead.
   *
   * @param address which
   * @return true if so
   */
  boolean isDead(String address);
}
