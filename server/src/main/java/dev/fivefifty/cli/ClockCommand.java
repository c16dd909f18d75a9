package dev.fivefifty.cli;

import dev.fivefifty.rule.Durations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The clock of a running server. */
@Command(
    name = "clock",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    synopsisSubcommandLabel = "(advance)",
    description = "Moves the clock of a running server, which ends greylisting, delays and stalls.",
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {Commands.DONE, Commands.FAILED_THERE, Commands.USAGE})
final class ClockCommand {
  private final Io io;

  ClockCommand(Io io) {
    this.io = io;
  }

  @Command(
      name = "advance",
      mixinStandardHelpOptions = true,
      description = "Moves it forward, and says what time it is there then.")
  int advance(
      @Mixin Server server,
      @Parameters(paramLabel = "DURATION", description = "Such as 5m or 1h30m.") String duration) {
    return server.use(
        io,
        there -> {
          there.clock().advance(Durations.parse(duration));
          io.out().println(there.clock().instant());
          return Main.EXIT_DONE;
        });
  }
}
