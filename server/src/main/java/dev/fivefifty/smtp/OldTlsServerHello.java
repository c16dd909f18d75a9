package dev.fivefifty.smtp;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The ServerHello of a server that knows no TLS later than 1.1 (RFC 4346 §7.4.1.3), written by hand
 * because JSSE refuses to. It answers anything: what is no ClientHello, or offers no suite of that
 * time, gets {@code TLS_RSA_WITH_AES_128_CBC_SHA}.
 */
final class OldTlsServerHello {
  private static final int RECORD_HEADER = 5;
  private static final int HANDSHAKE_HEADER = 4;
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_HELLO = 2;

  /** What a record may hold at most, by RFC 5246 §6.2.3 with its allowance for expansion. */
  private static final int LARGEST_RECORD = (1 << 14) + 2048;

  /** Far more than any ClientHello. */
  private static final int LARGEST_HELLO = 1 << 16;

  private static final int TLS_1_1 = 0x0302;
  private static final int RSA_WITH_AES_128_CBC_SHA = 0x002F;

  /** TLS_EMPTY_RENEGOTIATION_INFO_SCSV: the extension of the same name, as a suite (RFC 5746). */
  private static final int RENEGOTIATION_SUITE = 0x00FF;

  private static final int RENEGOTIATION_INFO = 0xFF01;

  /** The suites that a server of that time had: RC4, 3DES, AES and Camellia with CBC and SHA-1. */
  private static final Set<Integer> SUITES =
      Set.of(
          0x0004, 0x0005, 0x000A, 0x0013, 0x0016, 0x002F, 0x0032, 0x0033, 0x0035, 0x0038, 0x0039,
          0x0041, 0x0045, 0x0084, 0x0088, 0xC007, 0xC008, 0xC009, 0xC00A, 0xC011, 0xC012, 0xC013,
          0xC014);

  private OldTlsServerHello() {}

  /**
   * Whether there is no sense in reading on before answering.
   *
   * @param received what a client sent so far
   * @return true if the ClientHello is whole, and if this is none
   */
  static boolean isComplete(byte[] received) {
    return parse(received).complete();
  }

  /**
   * Answers.
   *
   * @param received what the client sent: a ClientHello in one or more records, or anything
   * @param random where the ServerHello's random bytes come from
   * @return one record
   */
  static byte[] answer(byte[] received, RandomGenerator random) {
    Hello hello = parse(received);
    int body = 2 + 32 + 1 + 32 + 2 + 1 + (hello.renegotiation() ? 2 + 5 : 0);
    ByteBuffer record = ByteBuffer.allocate(RECORD_HEADER + HANDSHAKE_HEADER + body);
    record.put((byte) HANDSHAKE).putShort((short) TLS_1_1);
    record.putShort((short) (HANDSHAKE_HEADER + body));
    record.putInt(SERVER_HELLO << 24 | body);
    record.putShort((short) TLS_1_1);
    // No mark of a downgrade (RFC 8446 §4.1.3): a server that old does not know of it.
    record.put(bytes(random));
    // A new session, never the client's: an echo would mean that an old one is resumed.
    record.put((byte) 32).put(bytes(random));
    record.putShort((short) hello.suite());
    record.put((byte) 0);
    if (hello.renegotiation()) {
      record.putShort((short) 5).putShort((short) RENEGOTIATION_INFO).putShort((short) 1);
      record.put((byte) 0);
    }
    return record.array();
  }

  private static byte[] bytes(RandomGenerator random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }

  private record Hello(boolean complete, int suite, boolean renegotiation) {
    static final Hello NONE = new Hello(true, RSA_WITH_AES_128_CBC_SHA, false);
    static final Hello BEGUN = new Hello(false, RSA_WITH_AES_128_CBC_SHA, false);
  }

  /** Puts the records' fragments together, as far as they go. */
  private static Hello parse(byte[] received) {
    ByteBuffer in = ByteBuffer.wrap(received);
    ByteBuffer message = ByteBuffer.allocate(received.length);
    while (in.hasRemaining()) {
      if (in.get(in.position()) != HANDSHAKE) {
        return Hello.NONE;
      }
      if (in.remaining() < RECORD_HEADER) {
        return Hello.BEGUN;
      }
      int length = in.getShort(in.position() + 3) & 0xFFFF;
      if (length == 0 || length > LARGEST_RECORD) {
        return Hello.NONE;
      }
      in.position(in.position() + RECORD_HEADER);
      int there = Math.min(length, in.remaining());
      message.put(received, in.position(), there);
      in.position(in.position() + there);

      if (message.position() > 0 && message.get(0) != CLIENT_HELLO) {
        return Hello.NONE;
      }
      if (message.position() >= HANDSHAKE_HEADER) {
        int body = message.getInt(0) & 0xFFFFFF;
        if (body > LARGEST_HELLO) {
          return Hello.NONE;
        }
        if (message.position() >= HANDSHAKE_HEADER + body) {
          return clientHello(ByteBuffer.wrap(message.array(), HANDSHAKE_HEADER, body));
        }
      }
    }
    return Hello.BEGUN;
  }

  /** Reads a ClientHello's body; where it is malformed, what was found until there counts. */
  private static Hello clientHello(ByteBuffer in) {
    int suite = 0;
    boolean renegotiation = false;
    try {
      skip(in, 2 + 32);
      skip(in, in.get() & 0xFF);
      for (int left = in.getShort() & 0xFFFF; left >= 2; left -= 2) {
        int offered = in.getShort() & 0xFFFF;
        renegotiation |= offered == RENEGOTIATION_SUITE;
        if (suite == 0 && SUITES.contains(offered)) {
          suite = offered;
        }
      }
      skip(in, in.get() & 0xFF);
      if (in.hasRemaining()) {
        in.getShort();
      }
      while (in.hasRemaining()) {
        renegotiation |= (in.getShort() & 0xFFFF) == RENEGOTIATION_INFO;
        skip(in, in.getShort() & 0xFFFF);
      }
    } catch (BufferUnderflowException e) {
      // Malformed: answered all the same.
    }
    return new Hello(true, suite == 0 ? RSA_WITH_AES_128_CBC_SHA : suite, renegotiation);
  }

  private static void skip(ByteBuffer in, int bytes) {
    if (bytes > in.remaining()) {
      throw new BufferUnderflowException();
    }
    in.position(in.position() + bytes);
  }
}
