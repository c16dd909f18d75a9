package dev.fivefifty.junit;

import static dev.fivefifty.rule.Stage.AUTH;
import static dev.fivefifty.rule.Stage.BDAT;
import static dev.fivefifty.rule.Stage.CHALLENGE;
import static dev.fivefifty.rule.Stage.CONNECT;
import static dev.fivefifty.rule.Stage.CONTENT;
import static dev.fivefifty.rule.Stage.DATA;
import static dev.fivefifty.rule.Stage.EHLO;
import static dev.fivefifty.rule.Stage.HANDSHAKE;
import static dev.fivefifty.rule.Stage.IDLE;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.QUIT;
import static dev.fivefifty.rule.Stage.STARTTLS;

import dev.fivefifty.rule.Capabilities;
import dev.fivefifty.rule.CertificateFault;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.HandshakeFault;
import dev.fivefifty.rule.MessageFate;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.Stall;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a server can do wrong at a stage, for {@link FaultTest}. Each is a rule of {@code
 * server/FAULTS.md}, where one can read what a client sees of it and what a correct client does.
 * {@code junit-extension/MATRIX.md} lists all pairs, and those left out with the reason.
 */
public enum FaultKind {
  /** The reply comes two seconds late, by the server's movable clock. */
  LATE_REPLY("A late reply (`delay`)", Where.DUE_OR_HANDSHAKE, rule -> rule.delay(Said.LATE)),
  /** The reply comes byte by byte, one every 10 ms. */
  DRIBBLED_REPLY(
      "A dribbled reply (`dribble`)", Where.DUE, rule -> rule.dribble(1, Duration.ofMillis(10))),
  /** The first seven bytes of the reply, then FIN; what the reply says takes effect. */
  CUT_REPLY("A reply cut off (`cut`)", Where.DUE, rule -> rule.replyDefault().cut(7)),
  /** No reply; the connection stands until the client leaves, or the server is reset. */
  STALL(
      "Silence (`stall`)",
      Where.ANYWHERE,
      rule ->
          rule.stage() == HANDSHAKE
              ? rule.handshake(HandshakeFault.STALL)
              : rule.stall(Stall.FOREVER)),
  /** From here on content is read at 1 KB a second, so that the client's writes block. */
  SLOW_READING(
      "Content read slowly (`bandwidth`)",
      Where.only("no content follows", DATA, BDAT)
          .without("much of it has been read by then; at DATA all of it is slow", CONTENT),
      rule -> rule.bandwidth("1KB/s")),

  /** A reply without CRLF, and without effect. */
  NO_LINE_END(
      "No end of line", Where.DUE, rule -> rule.raw(due(rule) + " " + text(rule, "no end"))),
  /** A reply that ends in LF alone. */
  LINE_FEED_ONLY(
      "A line feed alone",
      Where.DUE,
      rule -> rule.raw(due(rule) + " " + text(rule, "a line feed alone") + "\n").replyDefault()),
  /** A reply of two lines, the first of which accepts and the last refuses, as does the server. */
  MIXED_CODES(
      "Mixed codes",
      Where.DUE,
      rule ->
          rule.raw(due(rule) + "-first so\r\n" + refusal(rule) + " then so\r\n")
              .reply(Reply.of(refusal(rule), "then so"))),
  /** A reply of several lines that never ends, and has no effect. */
  NO_FINAL_LINE("No final line", Where.DUE, rule -> rule.raw(due(rule) + "-and more to come\r\n")),
  /** A reply of three digits, without text and without a space. */
  BARE_CODE("A bare code", Where.DUE, rule -> rule.raw(due(rule) + "\r\n").replyDefault()),
  /** A reply whose code has the right first digit, and a second one outside the grammar. */
  BAD_SECOND_DIGIT(
      "A bad second digit",
      Where.DUE,
      rule ->
          rule.raw(due(rule) / 100 + "90 " + text(rule, "what is that?") + "\r\n").replyDefault()),
  /** A reply whose text has bytes above 7F, and is no UTF-8. */
  EIGHT_BIT_TEXT(
      "8-bit text",
      Where.TEXT,
      rule -> rule.raw(due(rule) + " gr\u00FC\u00DFe\r\n").replyDefault()),
  /** A reply with a NUL in its text. */
  NUL_IN_TEXT("NUL", Where.TEXT, rule -> rule.raw(due(rule) + " a \0 in it\r\n").replyDefault()),
  /** Two replies to one command, in one segment. */
  SURPLUS_REPLY(
      "A surplus reply",
      Where.DUE.without("nobody reads on after the answer to QUIT", QUIT),
      rule ->
          rule.raw(
                  due(rule)
                      + " "
                      + text(rule, "one")
                      + "\r\n"
                      + due(rule)
                      + " "
                      + text(rule, "two")
                      + "\r\n")
              .replyDefault()),
  /** The answer of an HTTP server, which has no effect. */
  NOT_SMTP(
      "What is said: bytes that are no reply (`raw`)",
      Where.DUE,
      rule -> rule.raw("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")),

  /** FIN in place of a reply; under TLS close_notify comes first. At the handshake, FIN for it. */
  FIN(
      "FIN",
      Where.ANYWHERE,
      rule ->
          rule.stage() == HANDSHAKE ? rule.handshake(HandshakeFault.CLOSE) : rule.close(Close.FIN)),
  /** RST in place of a reply. */
  RESET("RST", Where.ANYWHERE, rule -> rule.close(Close.RESET)),
  /** FIN in place of a reply; the server goes on reading and answers nothing. */
  HALF_CLOSE(
      "Half-close",
      Where.ANYWHERE.without("no session is there yet that could be half open", HANDSHAKE),
      rule -> rule.close(Close.HALF)),
  /** In a TLS session: FIN in place of a reply, without close_notify. */
  TRUNCATED_TLS(
      "Truncated TLS",
      Where.ANYWHERE
          .without("TLS is not on yet", STARTTLS)
          .without("TLS is not on yet; CLOSE_AFTER_HANDSHAKE comes right after it", HANDSHAKE),
      rule -> rule.tls(true).close(Close.TRUNCATE)),
  /** 421, then FIN. */
  SHUTTING_DOWN(
      "A reply, then FIN", Where.SAID, rule -> rule.reply(TypicalReply.of(421, rule.stage()))),
  /** 421, but the session goes on. */
  STAYS_AFTER_421(
      "421, and the session goes on",
      Where.SAID,
      rule -> rule.reply(TypicalReply.of(421, rule.stage())).close(Close.NONE)),
  /** 451, then RST. */
  REPLY_THEN_RESET(
      "A reply, then RST",
      Where.SAID,
      rule -> rule.reply(TypicalReply.of(451, rule.stage())).close(Close.RESET)),

  /** The message is stored, and RST comes in place of the acknowledgement (RFC 1047). */
  LOST_ACK(
      "Lost acknowledgement (RFC 1047)",
      Where.COMPLETE,
      rule -> rule.message(MessageFate.KEEP).close(Close.RESET)),
  /** 451, but the message is stored. */
  STORED_THEN_DEFERRED(
      "Stored, then refused for now",
      Where.COMPLETE,
      rule -> rule.reply("451 4.3.0 Try again later").message(MessageFate.KEEP)),
  /** 550, but the message is stored. */
  STORED_THEN_REFUSED(
      "Stored, then refused for good",
      Where.COMPLETE,
      rule -> rule.reply("550 5.7.1 No").message(MessageFate.KEEP)),
  /** 250, but the message is thrown away. */
  ACCEPTED_AND_LOST(
      "Accepted and thrown away",
      Where.COMPLETE,
      rule -> rule.reply("250 2.0.0 Thank you").message(MessageFate.DISCARD)),
  /** 552 as soon as the header section is complete; the rest is read first, then FIN. */
  EARLY_REFUSAL(
      "Refused early, in order",
      Where.only("the content is not under way", CONTENT),
      rule -> rule.reply("552 5.3.4 Too much").close(Close.FIN)),
  /** 552 as soon as the header section is complete, then FIN at once. */
  EARLY_REFUSAL_UNDRAINED(
      "Refused early, and drained no more",
      Where.only("the content is not under way", CONTENT),
      rule -> rule.reply("552 5.3.4 Too much").drain(false).close(Close.FIN)),
  /** 250 where only 354 permits content. */
  DATA_ANSWERED_250(
      "354 refused with 250",
      Where.only("354 is not due", DATA),
      rule -> rule.reply("250 2.0.0 Fine")),

  /** 554 as a greeting; the session goes on, and takes no mail. */
  BANNER_554(
      "Banner 554",
      Where.only("it is a greeting", CONNECT),
      rule -> rule.reply("554 No SMTP service here")),
  /** 521 as a greeting, then FIN (RFC 7504 §3). */
  BANNER_521(
      "Banner 521, then the end",
      Where.only("it is a greeting", CONNECT),
      rule -> rule.reply("521 We accept no mail").close(Close.FIN)),
  /** A greeting of several lines, which is correct. */
  MULTILINE_BANNER(
      "A banner of several lines",
      Where.only("it is a greeting", CONNECT),
      rule -> rule.reply("220 mx.example.test", "of many words")),
  /** 502 at EHLO, as a server of 1982 would say; HELO is taken. */
  EHLO_UNKNOWN(
      "EHLO not known",
      Where.only("it is an answer to EHLO", EHLO),
      rule -> rule.reply("502 What is that?")),
  /** A SIZE of 100 bytes is advertised, although more is taken. */
  SIZE_UNDERSTATED(
      "Capabilities added",
      Where.only("only EHLO advertises", EHLO),
      rule -> rule.capabilities(Capabilities.add("SIZE 100"))),
  /** STARTTLS is not advertised, although it is there. */
  STARTTLS_STRIPPED(
      "Capabilities removed",
      Where.only("only EHLO advertises", EHLO),
      rule -> rule.capabilities(Capabilities.remove("STARTTLS"))),
  /** No extension is advertised. */
  NO_CAPABILITIES(
      "Capabilities replaced",
      Where.only("only EHLO advertises", EHLO),
      rule -> rule.capabilities(Capabilities.none())),

  /** STARTTLS is advertised, then refused with 454. */
  STARTTLS_REFUSED(
      "Offered, then refused",
      Where.only("it is an answer to STARTTLS", STARTTLS),
      rule -> rule.reply("454 4.7.0 TLS not available due to local problem")),
  /** 64 bytes that are no TLS record in answer to the ClientHello, then FIN. */
  HANDSHAKE_GARBAGE(
      "220, then garbage", Where.SHAKING, rule -> rule.handshake(HandshakeFault.GARBAGE)),
  /** An SMTP reply in plaintext in answer to the ClientHello, then FIN. */
  HANDSHAKE_PLAINTEXT(
      "220, then plaintext", Where.SHAKING, rule -> rule.handshake(HandshakeFault.PLAINTEXT)),
  /** FIN, without close_notify, once the handshake is over. */
  CLOSE_AFTER_HANDSHAKE(
      "The end right after the handshake",
      Where.SHAKING,
      rule -> rule.handshake(HandshakeFault.THEN_CLOSE)),
  /** A certificate whose time is over. */
  CERTIFICATE_EXPIRED(
      "Certificate `expired`", Where.SHAKING, rule -> rule.certificate(CertificateFault.EXPIRED)),
  /** A certificate whose time has not come. */
  CERTIFICATE_NOT_YET_VALID(
      "Certificate `not-yet-valid`",
      Where.SHAKING,
      rule -> rule.certificate(CertificateFault.NOT_YET_VALID)),
  /** A certificate for another host. */
  CERTIFICATE_WRONG_HOST(
      "Certificate `wrong-host`",
      Where.SHAKING,
      rule -> rule.certificate(CertificateFault.WRONG_HOST)),
  /** A certificate that is signed by itself. */
  CERTIFICATE_SELF_SIGNED(
      "Certificate `self-signed`",
      Where.SHAKING,
      rule -> rule.certificate(CertificateFault.SELF_SIGNED)),
  /** A certificate that is signed by a CA that nobody was told of. */
  CERTIFICATE_UNKNOWN_CA(
      "Certificate `unknown-ca`",
      Where.SHAKING,
      rule -> rule.certificate(CertificateFault.UNKNOWN_CA)),
  /** TLS 1.3 is not taken. */
  TLS_1_2_ONLY("An old version only", Where.SHAKING, rule -> rule.protocols("TLSv1.2")),
  /** A ServerHello of TLS 1.1, then FIN. */
  TLS_1_1("TLS 1.1", Where.SHAKING, rule -> rule.oldTls(true)),

  /** A challenge that is not base64. */
  BAD_CHALLENGE(
      "",
      Where.only("it is a challenge", CHALLENGE),
      rule -> rule.reply(Reply.of(334, "this is not base64!"))),
  /** In place of the final answer to AUTH one challenge after another, without end. */
  ENDLESS_CHALLENGES(
      "",
      Where.only("it takes the place of AUTH's final answer", AUTH),
      rule -> rule.reply(Said.MORE));

  private final String heading;
  private final Map<Stage, String> leftOut;
  private final UnaryOperator<Rule> fault;

  FaultKind(String heading, Where where, UnaryOperator<Rule> fault) {
    this.heading = heading;
    this.leftOut = where.leftOut();
    this.fault = fault;
  }

  /**
   * Where the fault makes sense.
   *
   * @return an unmodifiable set, in the order of a session
   */
  public Set<Stage> stages() {
    Set<Stage> stages = EnumSet.allOf(Stage.class);
    stages.removeAll(leftOut.keySet());
    return Collections.unmodifiableSet(stages);
  }

  /**
   * Why the fault makes no sense at a stage, and is left out of the matrix there.
   *
   * @param stage the stage
   * @return the reason, or empty where it makes sense
   */
  public Optional<String> whyNotAt(Stage stage) {
    return Optional.ofNullable(leftOut.get(stage));
  }

  /**
   * The rule that does it, without a name and for every client. At {@link Stage#IDLE} it applies
   * after one second of silence.
   *
   * @param stage where
   * @return a rule, to be narrowed or limited
   * @throws IllegalArgumentException if the fault makes no sense there
   */
  public Rule at(Stage stage) {
    whyNotAt(stage)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(this + " makes no sense at " + stage + ": " + why);
            });
    Rule rule = fault.apply(Rule.at(stage));
    return stage == IDLE ? rule.silence(Duration.ofSeconds(1)) : rule;
  }

  /** What a server must offer for the fault to strike. */
  Need need(Stage stage) {
    if (this == TRUNCATED_TLS && stage == CONNECT) {
      return Need.IMPLICIT_TLS;
    }
    Need need = Need.of(stage);
    if (need != Need.NOTHING) {
      return need;
    }
    return this == STARTTLS_STRIPPED
        ? Need.STARTTLS
        : this == TRUNCATED_TLS ? Need.TLS : Need.NOTHING;
  }

  /** The heading of the row in {@code server/FAULTS.md}, or nothing if there is none. */
  String heading() {
    return heading;
  }

  /** The heading of the row, where a stage has one of its own. */
  String heading(Stage stage) {
    return switch (this) {
      case LATE_REPLY -> stage == CONNECT ? "A late banner" : heading;
      case STALL ->
          stage == CONNECT
              ? "No banner: accepted, and never read"
              : stage == HANDSHAKE ? "220, then silence" : heading;
      case FIN -> stage == HANDSHAKE ? "220, then the end" : heading;
      case RESET ->
          switch (stage) {
            case QUIT -> "QUIT unanswered";
            case CONTENT -> "Reset while the client sends";
            case HANDSHAKE -> "Reset in place of a handshake";
            default -> heading;
          };
      case SHUTTING_DOWN -> stage == IDLE ? "A stale pooled connection" : heading;
      default -> heading;
    };
  }

  /** The code that a client is told if all is well. */
  private static int due(Rule rule) {
    return switch (rule.stage()) {
      case CONNECT, STARTTLS -> 220;
      case AUTH -> 235;
      case CHALLENGE -> 334;
      case DATA -> 354;
      case VRFY -> 252;
      case HELP -> 214;
      case QUIT -> 221;
      case UNKNOWN -> 500;
      default -> 250;
    };
  }

  /** A challenge must be base64, or it would be a fault of its own. */
  private static String text(Rule rule, String text) {
    return rule.stage() == CHALLENGE ? Said.MORE.lines().get(0) : text;
  }

  private static int refusal(Rule rule) {
    return switch (rule.stage()) {
      case CONNECT, DATA -> 554;
      case STARTTLS -> 454;
      case AUTH, CHALLENGE -> 535;
      default -> 550;
    };
  }

  /** The constants of an enum cannot name its static fields. */
  private static final class Said {
    static final Duration LATE = Duration.ofSeconds(2);
    static final Reply MORE = Reply.of(334, "TW9yZTo=");

    private Said() {}
  }

  /** Stages that are left out, with the reason. */
  private record Where(Map<Stage, String> leftOut) {
    static final Where ANYWHERE = new Where(Map.of());

    /** Where something can be said. */
    static final Where SAID = ANYWHERE.without("TLS is spoken there, and no SMTP", HANDSHAKE);

    /** Where a reply is due. */
    static final Where DUE =
        SAID.without("no reply is due before the final dot", CONTENT)
            .without("no reply is due to silence", IDLE);

    static final Where DUE_OR_HANDSHAKE =
        ANYWHERE
            .without("no reply is due before the final dot", CONTENT)
            .without("no reply is due to silence", IDLE);

    static final Where TEXT =
        DUE.without("a challenge is base64, and has no other text: BAD_CHALLENGE", CHALLENGE);

    static final Where COMPLETE = only("there is no complete message", MESSAGE);
    static final Where SHAKING = only("no TLS handshake takes place", HANDSHAKE);

    Where without(String why, Stage... stages) {
      Map<Stage, String> more = new EnumMap<>(Stage.class);
      more.putAll(leftOut);
      for (Stage stage : stages) {
        more.put(stage, why);
      }
      return new Where(Collections.unmodifiableMap(more));
    }

    static Where only(String whyNotElsewhere, Stage... stages) {
      Set<Stage> others = EnumSet.allOf(Stage.class);
      others.removeAll(List.of(stages));
      return ANYWHERE.without(whyNotElsewhere, others.toArray(Stage[]::new));
    }
  }
}
