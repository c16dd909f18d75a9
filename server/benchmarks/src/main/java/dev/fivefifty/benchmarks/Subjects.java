package dev.fivefifty.benchmarks;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.fivefifty.FiveFifty;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.wiser.Wiser;

/** Each as its documentation starts it, on loopback and a free port. */
final class Subjects {
  private Subjects() {}

  static Subject start(String name) {
    return switch (name) {
      case "fivefifty" -> new OfFiveFifty(FiveFifty.start());
      case "fivefifty-api" -> new OfFiveFifty(FiveFifty.builder().http(0).start());
      case "greenmail" -> new OfGreenMail();
      case "subetha" -> new OfSubEtha();
      case "wiser" -> new OfWiser();
      default -> throw new IllegalArgumentException("no such server: " + name);
    };
  }

  /** With its journal, at its default limits. */
  private static final class OfFiveFifty implements Subject {
    private final FiveFifty smtp;

    OfFiveFifty(FiveFifty smtp) {
      this.smtp = smtp;
    }

    @Override
    public int port() {
      return smtp.port();
    }

    @Override
    public int apiPort() {
      return smtp.apiUri().getPort();
    }

    @Override
    public long held() {
      return smtp.journal().messages().size();
    }

    /** Nothing: the journal's own limits are part of what is measured. */
    @Override
    public void empty() {}

    @Override
    public void close() {
      smtp.close();
    }
  }

  private static final class OfGreenMail implements Subject {
    private final GreenMail greenMail =
        new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    OfGreenMail() {
      greenMail.start();
    }

    @Override
    public int port() {
      return greenMail.getSmtp().getPort();
    }

    @Override
    public long held() {
      return greenMail.getReceivedMessages().length;
    }

    @Override
    public void empty() {
      try {
        greenMail.purgeEmailFromAllMailboxes();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      greenMail.stop();
    }
  }

  private static final class OfSubEtha implements Subject {
    private final SMTPServer server = BareSubEtha.start();

    @Override
    public int port() {
      return server.getPortAllocated();
    }

    @Override
    public long held() {
      return -1;
    }

    @Override
    public void empty() {}

    @Override
    public void close() {
      server.stop();
    }
  }

  private static final class OfWiser implements Subject {
    private final Wiser wiser = Wiser.create(BareSubEtha.builder());

    OfWiser() {
      wiser.start();
    }

    @Override
    public int port() {
      return wiser.getServer().getPortAllocated();
    }

    @Override
    public long held() {
      return wiser.getMessages().size();
    }

    @Override
    public void empty() {
      wiser.getMessages().clear();
    }

    @Override
    public void close() {
      wiser.stop();
    }
  }
}
