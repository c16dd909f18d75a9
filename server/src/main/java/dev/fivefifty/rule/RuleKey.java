package dev.fivefifty.rule;

import static dev.fivefifty.rule.Stage.AUTH;
import static dev.fivefifty.rule.Stage.BDAT;
import static dev.fivefifty.rule.Stage.CHALLENGE;
import static dev.fivefifty.rule.Stage.CONNECT;
import static dev.fivefifty.rule.Stage.CONTENT;
import static dev.fivefifty.rule.Stage.DATA;
import static dev.fivefifty.rule.Stage.EHLO;
import static dev.fivefifty.rule.Stage.HANDSHAKE;
import static dev.fivefifty.rule.Stage.HELO;
import static dev.fivefifty.rule.Stage.IDLE;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.RCPT;
import static dev.fivefifty.rule.Stage.STARTTLS;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Every key that a rule may have and the stages at which it may stand: the one table from which
 * both the checks and the documentation are made.
 */
public enum RuleKey {
  /** The rule's name, unique in the rule set. */
  NAME("name", Group.RULE, all()),
  /** The tag of the test whose sessions alone the rule is for. */
  TAG("tag", Group.RULE, all()),
  /** The stage. */
  AT("at", Group.RULE, all()),
  /** The conditions. */
  WHEN("when", Group.RULE, all()),
  /** How long nothing must have come before the rule is asked. */
  SILENCE("silence", Group.RULE, EnumSet.of(IDLE)),

  /** The client's address. */
  CLIENT("client", Group.MATCH, all()),
  /** The listener's name. */
  LISTENER("listener", Group.MATCH, all()),
  /** What the client calls itself. */
  HELO_NAME("helo", Group.MATCH, allBut(CONNECT)),
  /** Whether the session is under TLS. */
  TLS("tls", Group.MATCH, all()),
  /** The subject of the client's certificate. */
  CLIENT_CERTIFICATE("clientCertificate", Group.MATCH, allBut(HANDSHAKE)),
  /** Who has authenticated; at {@code auth} and {@code challenge}, who is about to. */
  USER("user", Group.MATCH, allBut(CONNECT, HANDSHAKE)),
  /** The reverse path. */
  FROM("from", Group.MATCH, transaction()),
  /** The recipient; after RCPT any accepted one. */
  TO("to", Group.MATCH, but(transaction(), MAIL)),
  /** How many recipients, at RCPT with this one. */
  RECIPIENTS("recipients", Group.MATCH, but(transaction(), MAIL)),
  /** How many sessions are open, with this one. */
  CONNECTIONS("connections", Group.MATCH, all()),
  /** The size: declared at MAIL, so far received at content, actual at message. */
  SIZE("size", Group.MATCH, EnumSet.of(MAIL, CONTENT, MESSAGE)),
  /** The decoded subject. */
  SUBJECT("subject", Group.MATCH, EnumSet.of(CONTENT, MESSAGE)),
  /** Decoded header fields by name. */
  HEADER("header", Group.MATCH, EnumSet.of(CONTENT, MESSAGE)),
  /** The decoded text of all text parts. */
  BODY("body", Group.MATCH, EnumSet.of(MESSAGE)),
  /** An attachment by name or type. */
  ATTACHMENT("attachment", Group.MATCH, EnumSet.of(MESSAGE)),
  /** A parameter of MAIL or RCPT; after RCPT those of MAIL. */
  PARAMETER("parameter", Group.MATCH, EnumSet.of(MAIL, RCPT, DATA, BDAT, CONTENT, MESSAGE)),
  /** The raw command line, without CRLF; credentials are blanked out. */
  LINE("line", Group.MATCH, allBut(CONNECT, HANDSHAKE, CONTENT, MESSAGE, IDLE)),

  /** What keeps counts apart. */
  PER("per", Group.LIMIT, all()),
  /** How long from the first match on. */
  LASTING("lasting", Group.LIMIT, all()),
  /** How many matches to let pass first. */
  AFTER("after", Group.LIMIT, all()),
  /** How far back matches and applications count. */
  WINDOW("window", Group.LIMIT, all()),
  /** How many applications. */
  TIMES("times", Group.LIMIT, all()),
  /** With what probability. */
  CHANCE("chance", Group.LIMIT, all()),
  /** One outcome after another. */
  SEQUENCE("sequence", Group.LIMIT, all()),

  /** What is said. */
  REPLY("reply", Group.OUTCOME, allBut(HANDSHAKE)),
  /** Exact bytes instead of, or beside, a reply. */
  RAW("raw", Group.OUTCOME, allBut(HANDSHAKE)),
  /** How long to wait first. */
  DELAY("delay", Group.OUTCOME, all()),
  /** Bytes in small pieces. */
  DRIBBLE("dribble", Group.OUTCOME, allBut(HANDSHAKE)),
  /** Only the first bytes of the reply. */
  CUT("cut", Group.OUTCOME, allBut(HANDSHAKE)),
  /** Silence after the reply. */
  STALL("stall", Group.OUTCOME, all()),
  /** How the connection ends. */
  CLOSE("close", Group.OUTCOME, all()),
  /** How fast content is read. */
  BANDWIDTH("bandwidth", Group.OUTCOME, EnumSet.of(DATA, BDAT, CONTENT)),
  /** What happens to the TLS handshake. */
  HANDSHAKE_FAULT("handshake", Group.OUTCOME, EnumSet.of(HANDSHAKE)),
  /** Which certificate is shown. */
  CERTIFICATE("certificate", Group.OUTCOME, EnumSet.of(HANDSHAKE)),
  /** Which TLS versions are offered. */
  PROTOCOLS("protocols", Group.OUTCOME, EnumSet.of(HANDSHAKE)),
  /** Answer as a TLS 1.1 server. */
  OLD_TLS("oldTls", Group.OUTCOME, EnumSet.of(HANDSHAKE)),
  /** What EHLO advertises. */
  CAPABILITIES("capabilities", Group.OUTCOME, EnumSet.of(EHLO)),
  /** Whether the message is stored. */
  MESSAGE_FATE("message", Group.OUTCOME, EnumSet.of(CONTENT, MESSAGE)),
  /** Whether the rest of the content is read before the connection ends. */
  DRAIN("drain", Group.OUTCOME, EnumSet.of(CONTENT)),
  /** Accept, and send a delivery status notification later. */
  BOUNCE("bounce", Group.OUTCOME, EnumSet.of(RCPT, CONTENT, MESSAGE));

  /** What a key is about. */
  public enum Group {
    /** The rule itself. */
    RULE,
    /** What the occasion must be like; stands under {@code when}. */
    MATCH,
    /** How often the rule applies. */
    LIMIT,
    /** What is said, done to the wire and done with the message. */
    OUTCOME
  }

  private final String keyword;
  private final Group group;
  private final Set<Stage> stages;

  RuleKey(String keyword, Group group, EnumSet<Stage> stages) {
    this.keyword = keyword;
    this.group = group;
    this.stages = Collections.unmodifiableSet(stages);
  }

  private static EnumSet<Stage> all() {
    return EnumSet.allOf(Stage.class);
  }

  private static EnumSet<Stage> allBut(Stage... stages) {
    return but(all(), stages);
  }

  private static EnumSet<Stage> transaction() {
    return allBut(CONNECT, HELO, EHLO, STARTTLS, AUTH, CHALLENGE, HANDSHAKE);
  }

  private static EnumSet<Stage> but(EnumSet<Stage> from, Stage... stages) {
    EnumSet<Stage> set = EnumSet.copyOf(from);
    for (Stage stage : stages) {
      set.remove(stage);
    }
    return set;
  }

  /**
   * The key as rule files write it.
   *
   * @return such as {@code clientCertificate}
   */
  public String keyword() {
    return keyword;
  }

  /**
   * What the key is about.
   *
   * @return its group
   */
  public Group group() {
    return group;
  }

  /**
   * Where the key may stand.
   *
   * @return an unmodifiable set
   */
  public Set<Stage> stages() {
    return stages;
  }

  /**
   * Whether this version knows how to do it; a key that is not built is refused by name.
   *
   * @return true if so
   */
  public boolean isBuilt() {
    // There is none at present that is only planned.
    return true;
  }

  /**
   * Finds a key.
   *
   * @param group whether below {@code when} ({@link Group#MATCH}) or not (any other)
   * @param keyword as rule files write it
   * @return the key, or empty where there is none of that name
   */
  public static Optional<RuleKey> of(Group group, String keyword) {
    for (RuleKey key : values()) {
      if ((key.group == Group.MATCH) == (group == Group.MATCH) && key.keyword.equals(keyword)) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }
}
