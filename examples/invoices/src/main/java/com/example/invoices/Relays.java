package com.example.invoices;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The relays, in the order in which they are tried (RFC 5321 §5.1): the next one if one takes no
 * mail at all. Whoever was asked for a recipient has decided. Not thread-safe.
 */
final class Relays {
  private final List<Relay> relays;

  /** Those that refused our password; asking again would lock the account. */
  private final Set<Relay> loginRefused = new HashSet<>();

  Relays(List<Relay> relays) {
    this.relays = List.copyOf(relays);
  }

  Map<String, Answer> deliver(Mail mail, Collection<String> recipients)
      throws UnavailableException {
    UnavailableException last =
        new UnavailableException("every relay has refused our password", true, null);
    for (Relay relay : relays) {
      if (loginRefused.contains(relay)) {
        continue;
      }
      try {
        return new RelayClient(relay).deliver(mail, recipients);
      } catch (UnavailableException e) {
        last = e;
        if (e.loginRefused()) {
          loginRefused.add(relay);
        }
      }
    }
    throw last;
  }
}
