package dev.fivefifty.client;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.CONNECT;
import static dev.fivefifty.rule.Stage.DATA;
import static dev.fivefifty.rule.Stage.EHLO;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.QUIT;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stall;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What real clients make of faults, as measured: Angus Mail 2.0.5 and smtplib of Python 3.11.7. Of
 * each the outcome, and after the bar what it sent. Should a newer client do otherwise, it is this
 * table that is out of date, not the server.
 */
class ClientsMeetFaultsTest {
  /** The clients wait so long for a reply; in seconds. */
  private static final String PATIENCE = "2";

  private static final String QUIT_221 = "(221, b'2.0.0 localhost closing connection')";

  /** smtplib has closed the connection itself. */
  private static final String GONE = "SMTPServerDisconnected('please run connect() first',)";

  private static final String TIMED_OUT =
      "MessagingException(Exception reading response) SocketTimeoutException(Read timed out)";

  enum Meeting {
    FIN_AFTER_THE_FINAL_DOT(
        one(at(MESSAGE).close(Close.FIN)),
        "SMTPSendFailedException([EOF]) | EHLO MAIL RCPT DATA RSET QUIT",
        "send: SMTPServerDisconnected('Connection unexpectedly closed',); quit: "
            + GONE
            + " | EHLO MAIL RCPT DATA"),
    REPLY_251_AT_THE_FINAL_DOT(
        one(at(MESSAGE).reply("251 2.0.0 Forwarded")),
        "SMTPSendFailedException(251 2.0.0 Forwarded) | EHLO MAIL RCPT DATA RSET QUIT",
        "send: SMTPDataError(251, b'2.0.0 Forwarded'); quit: "
            + QUIT_221
            + " | EHLO MAIL RCPT DATA RSET QUIT"),
    REPLY_421_AT_RCPT(
        one(at(RCPT).to("a@*").reply("421 4.3.2 Bye")),
        "SMTPAddressFailedException([EOF]) | EHLO MAIL RCPT RCPT RSET QUIT",
        "send: SMTPRecipientsRefused({'a@example.com': (421, b'4.3.2 Bye')},); quit: "
            + GONE
            + " | EHLO MAIL RCPT"),
    REPLY_421_AT_EHLO(
        one(at(EHLO).reply("421 Bye")),
        "MessagingException([EOF]) | EHLO HELO",
        "send: SMTPServerDisconnected('Connection unexpectedly closed',); quit: "
            + GONE
            + " | EHLO HELO"),
    REPLY_502_AT_EHLO(
        one(at(EHLO).reply("502 No EHLO")),
        "sent | EHLO HELO MAIL RCPT DATA QUIT",
        "send: {}; quit: " + QUIT_221 + " | EHLO HELO MAIL RCPT DATA QUIT"),
    REPLY_WITHOUT_TEXT(
        one(at(MAIL).raw("250\r\n").reply("250 x")),
        "sent | EHLO MAIL RCPT DATA QUIT",
        "send: {}; quit: " + QUIT_221 + " | EHLO MAIL RCPT DATA QUIT"),
    BANNER_220_THEN_521(
        one(at(CONNECT).raw("220-x\r\n521 x\r\n")),
        "sent | EHLO MAIL RCPT DATA QUIT",
        "connect: SMTPConnectError(521, b'x\\nx') |"),
    MAIL_250_THEN_550(
        one(at(MAIL).raw("250-x\r\n550 x\r\n").reply("250 x")),
        "sent | EHLO MAIL RCPT DATA QUIT",
        "send: SMTPSenderRefused(550, b'x\\nx', 's@example.com'); quit: "
            + QUIT_221
            + " | EHLO MAIL RSET QUIT"),
    NO_LAST_LINE(
        one(at(MAIL).raw("250-x\r\n").reply("250 x")),
        TIMED_OUT + " | EHLO MAIL",
        "send: SMTPServerDisconnected('Connection unexpectedly closed: timed out',); quit: "
            + GONE
            + " | EHLO MAIL"),
    /** From here on each reply is taken for the one before: QUIT of Angus Mail is content. */
    SURPLUS_250(
        one(at(MAIL).raw("250 x\r\n250 y\r\n").reply("250 x")),
        TIMED_OUT + " | EHLO MAIL RCPT DATA RSET QUIT",
        "send: SMTPDataError(250, b'2.1.5 Recipient OK'); quit: (354, b'Start mail input; end with <CRLF>.<CRLF>') | EHLO MAIL RCPT DATA QUIT"),
    SURPLUS_250_THEN_RCPT_550(
        one(at(MAIL).raw("250 x\r\n250 y\r\n").reply("250 x"), at(RCPT).reply("550 5.1.1 No")),
        "SMTPSendFailedException(550 5.1.1 No) | EHLO MAIL RCPT DATA RSET QUIT",
        "send: SMTPDataError(550, b'5.1.1 No'); quit: (554, b'5.5.1 No valid recipients') | EHLO MAIL RCPT DATA QUIT"),
    /** Angus Mail 2.0.4 was said to wait until it times out. */
    REPLY_250_TO_DATA(
        one(at(DATA).reply("250 x")),
        "SMTPSendFailedException(250 x) | EHLO MAIL RCPT DATA RSET QUIT",
        "send: SMTPDataError(250, b'x'); quit: " + QUIT_221 + " | EHLO MAIL RCPT DATA QUIT"),
    LINE_OF_20_KB(
        one(at(MAIL).raw("250 " + "x".repeat(20_000) + "\r\n").reply("250 x")),
        "sent | EHLO MAIL RCPT DATA QUIT",
        "send: SMTPResponseException(500, 'Line too long.'); quit: " + GONE + " | EHLO MAIL"),
    LF_ONLY(
        one(
            at(EHLO).raw("250-x\n250 HELP\n").reply("250 x"),
            at(MAIL).raw("250 x\n").reply("250 x"),
            at(RCPT).raw("250 x\n").reply("250 x")),
        "sent | EHLO MAIL RCPT DATA QUIT",
        "send: {}; quit: " + QUIT_221 + " | EHLO MAIL RCPT DATA QUIT"),
    BYTE_AT_A_TIME(
        one(
            at(MAIL).dribble(1, Duration.ofMillis(5)),
            at(MESSAGE).dribble(1, Duration.ofMillis(5))),
        "sent | EHLO MAIL RCPT DATA QUIT",
        "send: {}; quit: " + QUIT_221 + " | EHLO MAIL RCPT DATA QUIT"),
    ONE_OF_TWO_RCPT_550(
        one(at(RCPT).to("a@*").reply("550 5.1.1 No")),
        "SendFailedException(Invalid Addresses) SMTPAddressFailedException(550 5.1.1 No) | EHLO MAIL RCPT RCPT RSET QUIT",
        "send: {'a@example.com': (550, b'5.1.1 No')}; quit: "
            + QUIT_221
            + " | EHLO MAIL RCPT RCPT DATA QUIT"),
    REPLY_252_AT_RCPT(
        one(at(RCPT).reply("252 x")),
        "sent | EHLO MAIL RCPT DATA QUIT",
        "send: SMTPRecipientsRefused({'a@example.com': (252, b'x')},); quit: "
            + QUIT_221
            + " | EHLO MAIL RCPT RSET QUIT"),
    /** Angus Mail 2.0.4 was said to throw. */
    QUIT_FIN(
        one(at(QUIT).close(Close.FIN)),
        "sent | EHLO MAIL RCPT DATA QUIT",
        "send: {}; quit: SMTPServerDisconnected('Connection unexpectedly closed',) | EHLO MAIL RCPT DATA QUIT"),
    QUIT_RESET(
        one(at(QUIT).close(Close.RESET)),
        "MessagingException(Exception reading response) SocketException(Connection reset) | EHLO MAIL RCPT DATA QUIT",
        "send: {}; quit: SMTPServerDisconnected('Connection unexpectedly closed: [Errno 104] Connection reset by peer',) | EHLO MAIL RCPT DATA QUIT"),
    QUIT_STALL(
        one(at(QUIT).stall(Stall.FOREVER)),
        TIMED_OUT + " | EHLO MAIL RCPT DATA QUIT",
        "send: {}; quit: SMTPServerDisconnected('Connection unexpectedly closed: timed out',) | EHLO MAIL RCPT DATA QUIT"),
    NO_AUTH_OFFERED(
        one(),
        "sent | EHLO MAIL RCPT DATA QUIT",
        "send: SMTPNotSupportedError('SMTP AUTH extension not supported by server.',); quit: "
            + QUIT_221
            + " | EHLO QUIT"),
    NOTHING_WRONG(
        one(),
        "sent | EHLO MAIL RCPT DATA QUIT",
        "send: {}; quit: " + QUIT_221 + " | EHLO MAIL RCPT DATA QUIT");

    private final List<Rule> rules;
    private final String angus;
    private final String smtplib;

    Meeting(List<Rule> rules, String angus, String smtplib) {
      this.rules = rules;
      this.angus = angus;
      this.smtplib = smtplib;
    }

    /** Of the two the first is what a rule is about. */
    private List<String> recipients() {
      return this == REPLY_421_AT_RCPT || this == ONE_OF_TWO_RCPT_550
          ? List.of("a@example.com", "b@example.com")
          : List.of("a@example.com");
    }

    private boolean logsIn() {
      return this == NO_AUTH_OFFERED;
    }
  }

  private static List<Rule> one(Rule... rules) {
    return List.of(rules);
  }

  @ParameterizedTest
  @EnumSource
  void angus_mail(Meeting meeting) throws Exception {
    try (FiveFifty smtp = FiveFifty.start()) {
      smtp.add(meeting.rules);
      assertThat(angus(smtp, meeting)).isEqualTo(meeting.angus);
    }
  }

  /** What it sent, as it says itself: a server that has closed does not see it. */
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^(EHLO|HELO|AUTH|MAIL|RCPT|DATA|RSET|QUIT)\\b");

  private static String angus(FiveFifty smtp, Meeting meeting) throws MessagingException {
    ByteArrayOutputStream debug = new ByteArrayOutputStream();
    String outcome = angus(smtp, meeting, new PrintStream(debug, true, StandardCharsets.UTF_8));
    return COMMAND
        .matcher(debug.toString(StandardCharsets.UTF_8))
        .results()
        .map(each -> " " + each.group(1))
        .collect(Collectors.joining("", outcome + " |", ""));
  }

  private static String angus(FiveFifty smtp, Meeting meeting, PrintStream debug)
      throws MessagingException {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", smtp.host());
    properties.put("mail.smtp.port", smtp.port());
    properties.put("mail.smtp.timeout", PATIENCE + "000");
    properties.put("mail.smtp.localhost", "client.example");
    boolean login = meeting.logsIn();
    properties.put("mail.smtp.auth", login);
    Session session = Session.getInstance(properties);
    session.setDebugOut(debug);
    session.setDebug(true);
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress("s@example.com"));
    for (String recipient : meeting.recipients()) {
      message.addRecipient(MimeMessage.RecipientType.TO, new InternetAddress(recipient));
    }
    message.setText("body");
    try {
      if (login) {
        Transport.send(message, "tim", "secret");
      } else {
        Transport.send(message);
      }
      return "sent";
    } catch (MessagingException e) {
      return chain(e);
    }
  }

  private static String chain(Throwable e) {
    List<String> all = new ArrayList<>();
    Throwable each = e;
    while (each != null) {
      String message = String.valueOf(each.getMessage()).strip().replaceAll("\\s+", " ");
      all.add(each.getClass().getSimpleName() + "(" + message + ")");
      each = each instanceof MessagingException mail ? mail.getNextException() : each.getCause();
    }
    return String.join(" ", all);
  }

  @ParameterizedTest
  @EnumSource
  void smtplib(Meeting meeting) throws Exception {
    try (FiveFifty smtp = FiveFifty.start()) {
      smtp.add(meeting.rules);
      assertThat(smtplib(smtp, meeting)).isEqualTo(meeting.smtplib);
    }
  }

  private static String smtplib(FiveFifty smtp, Meeting meeting)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("python3", "src/test/resources/clients/send.py", smtp.host()));
    command.addAll(List.of(String.valueOf(smtp.port()), PATIENCE, meeting.logsIn() ? "tim" : "-"));
    command.addAll(meeting.recipients());
    Process python;
    try {
      python = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      System.err.println("skipped: no python3 here (" + e.getMessage() + ")");
      assumeTrue(false, "no python3");
      throw e;
    }
    String said =
        new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(python.waitFor(20, TimeUnit.SECONDS)).as("ends").isTrue();
    return said;
  }
}
