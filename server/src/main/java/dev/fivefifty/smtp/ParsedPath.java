package dev.fivefifty.smtp;

import dev.fivefifty.rule.Reply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The argument of MAIL or RCPT, or why it is none.
 *
 * @param address the mailbox; what can be made of the argument where it cannot be parsed
 * @param path the argument, or null
 * @param problem why it cannot be parsed, or null
 */
record ParsedPath(String address, @Nullable PathArgument path, @Nullable Reply problem) {

  static ParsedPath ofMail(CommandLine command) {
    return of(command, PathArgument::ofMail);
  }

  static ParsedPath ofRcpt(CommandLine command) {
    return of(command, PathArgument::ofRcpt);
  }

  private interface Parser {
    PathArgument parse(String argument) throws SyntaxException;
  }

  private static ParsedPath of(CommandLine command, Parser parser) {
    try {
      PathArgument path = parser.parse(command.argument());
      return new ParsedPath(path.address(), path, null);
    } catch (SyntaxException e) {
      return new ParsedPath(PathArgument.guess(command.argument()), null, e.reply());
    }
  }

  Map<String, String> parameters() {
    return path == null ? Map.of() : path.parameters();
  }
}
