package dev.fivefifty.cli;

import dev.fivefifty.bounce.AutoReply;
import dev.fivefifty.bounce.Complaint;
import dev.fivefifty.bounce.Dsn;
import dev.fivefifty.bounce.Notice;
import dev.fivefifty.bounce.Original;
import dev.fivefifty.bounce.OriginalRecipient;
import dev.fivefifty.bounce.RecipientStatus;
import dev.fivefifty.bounce.Return;
import dev.fivefifty.rule.DsnAction;
import dev.fivefifty.rule.Nearest;
import dev.fivefifty.rule.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a bounce, a complaint or an auto-reply, without a server. */
@Command(
    name = "dsn",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    description = {
      "Makes a delivery status notification (RFC 3464) for whatever reads bounces, without SMTP;",
      "or a complaint (--kind arf, RFC 5965), or an auto-reply (--kind auto-reply, RFC 3834).",
      "The mail is written byte for byte to standard output, or to --output."
    },
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {Commands.DONE, "1:failed, such as a file that cannot be read", "2:wrong usage"})
final class DsnCommand implements Callable<Integer> {
  private static final List<String> KINDS = List.of("dsn", "arf", "auto-reply");
  private static final List<String> ACTIONS =
      Arrays.stream(DsnAction.values()).map(DsnAction::keyword).toList();
  private static final List<String> TYPES =
      Arrays.stream(Complaint.Type.values()).map(Complaint.Type::keyword).toList();

  @Option(
      names = "--for",
      paramLabel = "STATUS",
      description = {
        "What was said: a status such as 5.1.1, or a reply such as '550 5.1.1 User unknown'.",
        "Default: 5.0.0."
      })
  private String status = "5.0.0";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "ADDRESS",
      description = "The recipient of the original; again for more.")
  private List<String> to = List.of();

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      description =
          "The sender of the original, to whom the mail goes. Default: alice@example.com.")
  private String from = "alice@example.com";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "dsn, arf or auto-reply. Default: dsn.")
  private String kind = "dsn";

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = {
        "failed, delayed, delivered, relayed or expanded.",
        "Default: what goes with the status."
      })
  private @Nullable String action;

  @Option(
      names = "--original",
      paramLabel = "FILE",
      description = "The original, as .eml. Default: a short one.")
  private @Nullable Path original;

  @Option(
      names = "--ret",
      paramLabel = "full|hdrs",
      description = "How much of the original comes back. Default: full.")
  private String ret = "full";

  @Option(names = "--envid", paramLabel = "ID", description = "The sender's ENVID, decoded.")
  private @Nullable String envelopeId;

  @Option(
      names = "--orcpt",
      paramLabel = "TYPE;ADDRESS",
      description = "The sender's ORCPT, such as 'rfc822;bob@example.com', for one recipient.")
  private @Nullable String orcpt;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Of a complaint: abuse, opt-out, fraud, not-spam, virus or other.")
  private @Nullable String type;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "What a person reads, instead of a usual text.")
  private @Nullable String text;

  @Option(
      names = "--hostname",
      paramLabel = "NAME",
      description = "What the server that reports calls itself. Default: localhost.")
  private String hostname = "localhost";

  @Option(names = "--output", paramLabel = "FILE", description = "Where to write the mail.")
  private @Nullable Path output;

  private final Io io;

  DsnCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    try {
      byte[] mail = notice(Instant.now()).sharedContent();
      if (output == null) {
        io.out().write(mail, 0, mail.length);
        io.out().flush();
      } else {
        Files.write(output, mail);
      }
      return Main.EXIT_DONE;
    } catch (IllegalArgumentException e) {
      io.err().println(Printable.safe("fivefifty: " + e.getMessage()));
      return Main.EXIT_USAGE;
    } catch (IOException e) {
      io.err().println(Printable.safe("fivefifty: " + e));
      return Main.EXIT_FAILED;
    }
  }

  private Notice notice(Instant now) throws IOException {
    String wanted = word("--kind", kind, KINDS);
    if (!wanted.equals("dsn")) {
      unused(action, "--action", wanted);
      unused(orcpt, "--orcpt", wanted);
      if (to.size() > 1) {
        throw new IllegalArgumentException("--kind " + wanted + " tells of one recipient");
      }
    }
    if (!wanted.equals("arf")) {
      unused(type, "--type", wanted);
    }
    Original about = original(now);
    return switch (wanted) {
      case "arf" -> complaint(about, now);
      case "auto-reply" -> autoReply(about, now);
      default -> dsn(about, now);
    };
  }

  private static void unused(@Nullable String value, String option, String kind) {
    if (value != null) {
      throw new IllegalArgumentException(option + " does not go with --kind " + kind);
    }
  }

  private static String word(String option, String word, List<String> words) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (words.contains(lower)) {
      return lower;
    }
    throw new IllegalArgumentException(
        option
            + " is one of "
            + String.join(", ", words)
            + ", not '"
            + word
            + "'"
            + Nearest.hint(lower, words));
  }

  private static <E extends Enum<E>> E constant(
      String option, String word, E[] constants, Function<E, String> keyword, List<String> words) {
    String chosen = word(option, word, words);
    return Arrays.stream(constants)
        .filter(each -> keyword.apply(each).equals(chosen))
        .findFirst()
        .orElseThrow();
  }

  private Original original(Instant now) throws IOException {
    byte[] content =
        original == null
            ? sample(now).getBytes(StandardCharsets.UTF_8)
            : Files.readAllBytes(original);
    boolean utf8 = (from + String.join("", to)).chars().anyMatch(c -> c >= 128);
    Original about =
        Original.from(from)
            .smtpUtf8(utf8)
            .returning(
                word("--ret", ret, List.of("full", "hdrs")).equals("hdrs")
                    ? Return.HDRS
                    : Return.FULL)
            .arrival(now)
            .content(content);
    return envelopeId == null ? about : about.envelopeId(envelopeId);
  }

  /** Short, and with what a bounce is recognised by. */
  private String sample(Instant now) {
    return """
        From: %s
        To: %s
        Subject: A message
        Date: %s
        Message-ID: <sample.%d@example.com>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=us-ascii

        This is a message to be bounced.
        """
        .formatted(from, String.join(", ", to), date(now), now.toEpochMilli());
  }

  private static String date(Instant at) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atZone(ZoneOffset.UTC));
  }

  private Notice dsn(Original about, Instant now) {
    Reply reply = reply();
    DsnAction became =
        action == null
            ? DsnAction.of(reply)
            : constant("--action", action, DsnAction.values(), DsnAction::keyword, ACTIONS);
    Dsn dsn = Dsn.about(about).reportingMta(hostname).at(now);
    if (text != null) {
      dsn.text(text);
    }
    if (orcpt != null && to.size() > 1) {
      throw new IllegalArgumentException("--orcpt is of one recipient");
    }
    for (String recipient : to) {
      RecipientStatus each = RecipientStatus.of(recipient, became, reply).lastAttempt(now);
      dsn.recipient(orcpt == null ? each : each.original(meant(orcpt)));
    }
    return dsn.notice();
  }

  private static OriginalRecipient meant(String orcpt) {
    return OriginalRecipient.parse(orcpt)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--orcpt is such as 'rfc822;bob@example.com', not '" + orcpt + "'"));
  }

  /** A status alone is told by the code that is usual for its class. */
  private Reply reply() {
    if (status.matches("[245]\\.\\d{1,3}\\.\\d{1,3}")) {
      int code = Integer.parseInt(status.substring(0, 1)) * 100 + 50;
      return Reply.of(code, status, Reply.of(code).withUsualText().lines().get(0));
    }
    try {
      return Reply.parse(status).withUsualText();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--for is a status such as 5.1.1 or a reply such as '550 5.1.1 User unknown', not '"
              + status
              + "'",
          e);
    }
  }

  private Notice complaint(Original about, Instant now) {
    Complaint complaint = Complaint.about(about, to.get(0)).reportingMta(hostname).at(now);
    if (type != null) {
      complaint.type(
          constant("--type", type, Complaint.Type.values(), Complaint.Type::keyword, TYPES));
    }
    return (text == null ? complaint : complaint.text(text)).notice();
  }

  private Notice autoReply(Original about, Instant now) {
    AutoReply reply = AutoReply.to(about, to.get(0)).hostname(hostname).at(now);
    return (text == null ? reply : reply.text(text)).notice();
  }
}
