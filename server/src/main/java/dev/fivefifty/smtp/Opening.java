package dev.fivefifty.smtp;

/** What comes before the client's first command. */
final class Opening {
  private Opening() {}

  static void run(Conversation conversation) {
    ListenerOptions listener = conversation.server().listener();
    if (listener.proxyProtocol() && !ProxyOpening.run(conversation)) {
      return;
    }
    if (listener.implicitTls() && !Handshake.run(conversation)) {
      return;
    }
    Greeting.say(conversation);
  }
}
