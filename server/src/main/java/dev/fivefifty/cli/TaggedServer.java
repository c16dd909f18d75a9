package dev.fivefifty.cli;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.http.HttpControl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The running server that a command talks to, or one tag's part of it. */
final class TaggedServer extends Server {
  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Only the rules and the journal of this tag, see serve --tags.")
  private @Nullable String tag;

  @Override
  FiveFifty seen(FiveFifty server) {
    return tag == null ? server : server.tagged(tag);
  }

  @Override
  HttpControl seen(HttpControl control) {
    return tag == null ? control : control.tagged(tag);
  }
}
