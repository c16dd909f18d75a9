package dev.fivefifty.cli;

import org.jspecify.annotations.Nullable;

/** The standalone program. */
public final class Main {
  static final int EXIT_DONE = 0;
  static final int EXIT_FAILED = 1;
  static final int EXIT_USAGE = 2;

  private Main() {}

  /**
   * Runs the program.
   *
   * @param args what stands on the command line
   */
  public static void main(String[] args) {
    Logs.configure();
    Io io = new Io(System.out, System.err, Terminal::showsColours, System.getenv(), Stop::onSignal);
    System.exit(run(args, io));
  }

  /** Runs one command to its end. */
  static int run(String[] args, Io io) {
    @Nullable ServeOptions plain = ServeOptions.ifPlain(args);
    return plain == null ? Commands.run(args, io) : Serve.run(plain, io);
  }
}
