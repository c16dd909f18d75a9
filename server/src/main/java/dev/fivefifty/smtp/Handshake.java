package dev.fivefifty.smtp;

import dev.fivefifty.fault.Fault;
import dev.fivefifty.fault.Faults;
import dev.fivefifty.journal.Bytes;
import dev.fivefifty.rule.Answer;
import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.HandshakeFault;
import dev.fivefifty.rule.Outcome;
import dev.fivefifty.rule.Protocols;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A TLS handshake, after STARTTLS or on an implicit-TLS listener. */
final class Handshake {
  private Handshake() {}

  /**
   * Asks the rules and does what they or the server itself decide.
   *
   * @return whether the session is under TLS now; if not, it is over
   */
  static boolean run(Conversation conversation) {
    conversation.answer(
        conversation.occasion(Stage.HANDSHAKE).build(),
        Bytes.EMPTY,
        decision -> null,
        answering -> answering.beforeFaults(() -> perform(conversation, answering)));
    if (!conversation.isOver() && !conversation.state().tls()) {
      conversation.wire().truncate();
    }
    return !conversation.isOver();
  }

  private static void perform(Conversation conversation, Answering answering) {
    Outcome outcome = answering.decision().outcome();
    Optional<Fault> instead = Faults.insteadOfHandshake(outcome);
    boolean shakesHands = outcome.effectiveAnswer() instanceof Answer.Default;
    conversation.wordless(true);
    try {
      if (instead.isPresent()) {
        conversation.attempts().handshakeFailed(answering.verdict());
        instead.get().strike(conversation.wire());
      } else if (shakesHands) {
        shakeHands(conversation, outcome);
        if (outcome.handshake() == HandshakeFault.THEN_CLOSE) {
          conversation.wire().truncate();
        }
      } else {
        conversation.attempts().handshakeFailed(answering.verdict());
      }
    } catch (IOException e) {
      conversation.attempts().handshakeFailed(answering.verdict());
      answering.note("the handshake failed: " + e.getMessage());
      conversation.handshakeFailed();
    } finally {
      conversation.wordless(false);
    }
  }

  private static void shakeHands(Conversation conversation, Outcome outcome) throws IOException {
    ServerContext context = conversation.server().context();
    List<String> protocols = outcome.protocols() == null ? Protocols.KNOWN : outcome.protocols();
    conversation.idle().beginContent();
    try {
      conversation
          .connection()
          .startTls(
              context
                  .tls()
                  .serverContext(outcome.certificate(), context.options().clientCertificates()),
              socket -> {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setProtocols(protocols.toArray(String[]::new));
                askForCertificate(parameters, context.options().clientCertificates());
                socket.setSSLParameters(parameters);
              });
    } finally {
      conversation.idle().end();
    }
    conversation.startedTls(clientCertificate(conversation.connection().tls()));
  }

  /** Each setter clears the other's value. */
  static void askForCertificate(SSLParameters parameters, ClientCertificates policy) {
    switch (policy) {
      case NONE -> parameters.setNeedClientAuth(false);
      case REQUESTED -> parameters.setWantClientAuth(true);
      case REQUIRED -> parameters.setNeedClientAuth(true);
    }
  }

  private static @Nullable String clientCertificate(@Nullable SSLSocket socket) {
    try {
      return socket != null
              && socket.getSession().getPeerCertificates()[0] instanceof X509Certificate shown
          ? shown.getSubjectX500Principal().getName()
          : null;
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }
}
