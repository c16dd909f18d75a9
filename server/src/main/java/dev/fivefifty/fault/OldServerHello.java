package dev.fivefifty.fault;
final class OldServerHello { static byte[] answering(byte[] hello) { return hello; } }
