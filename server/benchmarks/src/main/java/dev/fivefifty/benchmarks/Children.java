package dev.fivefifty.benchmarks;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The processes that were started; none of them outlives this one. */
final class Children {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "children"));
  }

  private Children() {}

  static Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    RUNNING.add(process);
    return process;
  }

  /** Waits for an end that must come by itself. */
  static void await(Process process, long seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(
            process.isAlive() ? "took longer than " + seconds + " s" : "failed: " + process);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      end(process);
    }
  }

  static void end(Process process) {
    process.destroyForcibly();
    RUNNING.remove(process);
  }
}
