package dev.fivefifty.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The socket as SubEtha sees it: one fixed line for each line of the client, and an output that
 * leads nowhere.
 *
 * <p>SubEtha's Session writes the greeting, the answer to unknown verbs, time-outs and line errors
 * itself, ends the session at a line of 998 characters, an 8-bit byte or a bare LF, and takes MAILX
 * for MAIL (Session.runCommandLoop, CommandHandler.toKey in 7.2.2). So it never sees such a line,
 * and what it says is not sent.
 */
final class FacadeSocket extends Socket {
  /** What SubEtha reads for each line of the client. */
  static final String TOKEN = "LINE";

  private static final byte[] TOKEN_LINE = (TOKEN + "\r\n").getBytes(StandardCharsets.US_ASCII);

  private @Nullable Conversation conversation;

  /** Only for the one who reads. */
  private int rawTimeout;

  void attach(Conversation conversation) {
    this.conversation = conversation;
  }

  Conversation conversation() {
    return Objects.requireNonNull(conversation);
  }

  /** What the client sends. A read that times out leaves the connection as it was. */
  RawInput.Source rawInput() throws IOException {
    InputStream in = super.getInputStream();
    return (target, offset, length, millis) -> {
      if (millis != rawTimeout) {
        super.setSoTimeout(millis);
        rawTimeout = millis;
      }
      return in.read(target, offset, length);
    };
  }

  OutputStream rawOutput() throws IOException {
    return super.getOutputStream();
  }

  InetAddress clientAddress() {
    return super.getInetAddress();
  }

  @Override
  public InputStream getInputStream() {
    return new Tokens();
  }

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  /**
   * With a name, or SubEtha looks one up in the DNS when it logs at DEBUG (Session.run in 7.2.2).
   */
  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return super.getRemoteSocketAddress() instanceof InetSocketAddress remote
        ? new InetSocketAddress(named(remote.getAddress()), remote.getPort())
        : null;
  }

  private static InetAddress named(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getHostAddress(), address.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** SubEtha's time-out; ours is by the movable clock. */
  @Override
  public void setSoTimeout(int timeout) {}

  /** SubEtha closes what it could not start: the session has an end all the same. */
  @Override
  public void close() throws IOException {
    super.close();
    if (conversation != null) {
      conversation.socketClosed();
    }
  }

  private final class Tokens extends InputStream {
    @Override
    public int read() {
      throw new UnsupportedOperationException("SubEtha reads in blocks");
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (!conversation().awaitLine()) {
        return -1;
      }
      System.arraycopy(TOKEN_LINE, 0, target, offset, TOKEN_LINE.length);
      return TOKEN_LINE.length;
    }
  }
}
