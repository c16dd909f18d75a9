package dev.fivefifty.smtp;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Threads for sessions: virtual ones where the JVM has them (21 or later), else daemons. */
final class SessionThreads {
  private SessionThreads() {}

  static ExecutorService create() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      AtomicLong number = new AtomicLong();
      return Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fivefifty-session-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });
    }
  }
}
