package com.example.invoices;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** An outbox for as long as the JVM runs. Thread-safe. */
public final class InMemoryOutbox implements Outbox {
  private record Key(String messageId, String recipient) {}

  private final Map<Key, Delivery> deliveries = new LinkedHashMap<>();
  private final Set<String> dead = new HashSet<>();

  @Override
  public synchronized void put(Delivery delivery) {
    deliveries.put(new Key(delivery.mail().messageId(), delivery.recipient()), delivery);
  }

  @Override
  public synchronized List<Delivery> deliveries() {
    return List.copyOf(deliveries.values());
  }

  @Override
  public synchronized void markDead(String address) {
    dead.add(address.toLowerCase(Locale.ROOT));
  }

  @Override
  public synchronized boolean isDead(String address) {
    return dead.contains(address.toLowerCase(Locale.ROOT));
  }
}
