package dev.fivefifty.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * What the command line has of the world around it.
 *
 * @param out standard output
 * @param err standard error
 * @param terminal whether standard output is a terminal that shows colours
 * @param environment the environment's variables
 * @param onStop takes what to do when the process is told to stop, and how long it may take
 */
record Io(
    PrintStream out,
    PrintStream err,
    BooleanSupplier terminal,
    Map<String, String> environment,
    BiConsumer<Runnable, Duration> onStop) {}
