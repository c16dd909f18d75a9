package dev.fivefifty.cli;

import java.io.PrintStream;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What the command line has of the world around it.
 *
 * @param out standard output
 * @param err standard error
 * @param terminal whether standard output is a terminal that shows colours
 * @param environment the environment's variables
 * @param onStop takes what to do when the process is told to stop
 */
record Io(
    PrintStream out,
    PrintStream err,
    BooleanSupplier terminal,
    Map<String, String> environment,
    Consumer<Runnable> onStop) {}
