package dev.fivefifty.benchmarks;

/** A server that is measured. Used in its own process only, by {@link Host}. */
interface Subject extends AutoCloseable {
  int port();

  /** The port of its control API, or -1 where it has none. */
  default int apiPort() {
    return -1;
  }

  /** How many messages it holds, or -1 where it holds none by design. */
  long held();

  /** Drops what no limit of its own would ever drop. */
  void empty();

  @Override
  void close();
}
