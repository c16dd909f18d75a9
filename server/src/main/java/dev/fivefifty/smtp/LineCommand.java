package dev.fivefifty.smtp;

import org.subethamail.smtp.internal.server.Command;
import org.subethamail.smtp.internal.server.CommandException;
import org.subethamail.smtp.internal.server.HelpMessage;
import org.subethamail.smtp.server.Session;

/** The one verb that SubEtha knows: it hands the client's line to the conversation. */
final class LineCommand implements Command {
  @Override
  public void execute(String commandString, Session session) {
    ((FacadeSocket) session.getSocket()).conversation().handleLine();
  }

  @Override
  public HelpMessage getHelp() throws CommandException {
    return new HelpMessage(getName(), "");
  }

  @Override
  public String getName() {
    return FacadeSocket.TOKEN;
  }
}
