package dev.fivefifty.smtp;

import dev.fivefifty.journal.JournalRecorder;
import dev.fivefifty.rule.RuleBook;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the listeners of a server share.
 *
 * @param options what they are told
 * @param auth whether and how clients authenticate
 * @param tls keys and certificates
 * @param rules asked at every occasion
 * @param journal told of everything
 * @param timeline the clock
 * @param open how many sessions are open
 * @param bouncer sends what rules' {@code bounce} tells senders
 */
public record ServerContext(
    ServerOptions options,
    AuthOptions auth,
    TlsMaterial tls,
    RuleBook rules,
    JournalRecorder journal,
    Timeline timeline,
    AtomicInteger open,
    Bouncer bouncer) {}
